// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Identified;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One member, or all that a name of the DNS leads to, or wherever a module of the app serves. A
/// bare address is short for `{address: ADDRESS}`.
///
/// @param address null: the members are found by `dns` or `module`
/// @param dns the name whose addresses are members, each; null: not found so
/// @param module the module each of whose addresses is a member; null: not found so
/// @param port where those listen; null: the name has SRV records, which say so
/// @param weight 0 (gets no new requests) to 1000
/// @param priority 1, the best, to 100
/// @param maxConnections requests in flight at the most; null: no limit
/// @param slowStart how long the weight grows after the member has come up; zero: at once
/// @param public_ the URL that redirects lead to, without the path; null: `http://` and the address
public record MemberConfig(
        @Setting(value = "Where the member listens.", bare = true) @Nullable Address address,
        @Setting(
                        value =
                                "In place of an address: a name whose addresses are members, each;"
                                        + " followed at its TTL.",
                        form = Form.DNS_NAME)
                @Nullable String dns,
        @Setting(
                        value =
                                "In place of an address: a module of the app; wherever it says that"
                                        + " it serves is a member.",
                        form = Form.NAME)
                @Nullable String module,
        @Setting(
                        value =
                                "The port of those; absent: the name's SRV records tell hosts and"
                                        + " ports.",
                        min = "1",
                        max = "65535")
                @Nullable Integer port,
        @Setting(
                        value = "Its share among the members; 0 gets no new requests.",
                        byDefault = "1",
                        min = "0",
                        max = "1000")
                int weight,
        @Setting(
                        value =
                                "1 is used first; a worse priority when fewer than min-up of the"
                                        + " better are up.",
                        byDefault = "1",
                        min = "1",
                        max = "100")
                int priority,
        @Setting(
                        value = "How many requests it may have in flight; absent: no limit.",
                        min = "1",
                        max = "1000000")
                @Nullable Integer maxConnections,
        @Setting(
                        value = "How long its weight grows after it came up.",
                        byDefault = "0s",
                        max = "1d")
                Duration slowStart,
        @Setting(
                        value =
                                "What clients reach it by when they are sent to it; absent: http://"
                                        + " and its address.",
                        form = Form.ORIGIN)
                @Nullable String public_)
        implements Identified {
    public MemberConfig {
        Rules.check(
                MemberConfig.class,
                address,
                dns,
                module,
                port,
                weight,
                priority,
                maxConnections,
                slowStart,
                public_);
        if (Stream.of(address, dns, module).filter(Objects::nonNull).count() != 1)
            throw new IllegalArgumentException("needs one of address, dns and module");
        if (address != null && (address.host().isEmpty() || address.port() == 0))
            throw new IllegalArgumentException("address must have a host and a port above 0");
        if (dns == null && port != null)
            throw new IllegalArgumentException("port goes with dns; the others have their own");
        if (address == null && public_ != null)
            throw new IllegalArgumentException(
                    "public goes with an address: dns and module find many");
    }

    /// A member that clients reach by its address.
    public MemberConfig(
            Address address,
            int weight,
            int priority,
            @Nullable Integer maxConnections,
            Duration slowStart) {
        this(address, null, null, null, weight, priority, maxConnections, slowStart, null);
    }

    /// Wherever a module serves.
    public static MemberConfig of(String module) {
        return new MemberConfig(null, null, module, null, 1, 1, null, Duration.ZERO, null);
    }

    /// The member that was found at an address.
    public MemberConfig at(Address found) {
        return new MemberConfig(found, weight, priority, maxConnections, slowStart);
    }

    /// The URL that redirects lead to, without the path.
    public String publicUrl() {
        return public_ == null ? "http://" + address : public_;
    }

    @Override
    public Object identity() {
        if (module != null) return "module " + module;
        return address != null ? address : dns + (port == null ? "" : ":" + port);
    }
}
