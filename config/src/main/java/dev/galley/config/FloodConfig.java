// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the packet filter of the kernel keeps away from a listener. A source is an IPv4 address or
/// a /64 of IPv6: one customer has as many addresses of it as there are.
public record FloodConfig(
        @Setting(
                        value =
                                "Against SYNs that nobody completes: off; cookies, those of the"
                                        + " kernel's TCP, past connection tracking; proxy"
                                        + " (SYNPROXY), which tells the listener of completed"
                                        + " handshakes only.",
                        byDefault = "off",
                        bare = true)
                Syn syn,
        @Setting(
                        value = "TCP connections that a source may have open; absent: any number.",
                        min = "1",
                        max = "1000000")
                @Nullable Integer connectionsPerSource,
        @Setting(
                        "New TCP connections of a source, 50/s; over UDP its datagrams. So many may"
                                + " come at once. Absent: any number.")
                @Nullable Rate ratePerSource,
        @Setting(
                        value =
                                "Whether addresses on the deny list (galley deny) are kept away,"
                                        + " with the connections that they have.",
                        byDefault = "false")
                boolean deny,
        @Setting("Sources that are neither limited nor denied.") List<Cidr> exempt,
        @Setting(
                        value =
                                "How many sources are counted at a time, of each family; those"
                                        + " beyond are not limited.",
                        byDefault = "65536",
                        min = "16",
                        max = "1048576")
                int sources) {
    public FloodConfig {
        Rules.check(
                FloodConfig.class, syn, connectionsPerSource, ratePerSource, deny, exempt, sources);
        if (syn == Syn.OFF && connectionsPerSource == null && ratePerSource == null && !deny)
            throw new IllegalArgumentException(
                    "asks for nothing: set syn, connections-per-source, rate-per-source or deny");
        if (syn == Syn.COOKIES && connectionsPerSource != null)
            throw new IllegalArgumentException(
                    "connections-per-source must be absent with syn: cookies, which is past"
                            + " connection tracking, that counts them; use syn: proxy");
    }

    /// Throws if it asks for what only TCP has.
    void refuseTcp() {
        if (syn != Syn.OFF)
            throw new IllegalArgumentException("flood.syn must be off: this is UDP");
        if (connectionsPerSource != null)
            throw new IllegalArgumentException(
                    "flood.connections-per-source must be absent: this is UDP");
    }
}
