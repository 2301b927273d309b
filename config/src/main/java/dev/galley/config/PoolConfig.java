// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static java.util.stream.Collectors.joining;

import dev.galley.config.bind.Binder;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A set of members that do the same job.
public record PoolConfig(
        @Setting(value = "How a member is chosen.", byDefault = "round-robin") PolicyConfig policy,
        @Setting(value = "The members; with scale, those besides.", max = "10000")
                List<MemberConfig> members,
        @Setting(
                        value =
                                "How many members of the better priorities must be up before a"
                                        + " worse one is not used.",
                        byDefault = "1",
                        min = "1",
                        max = "10000")
                int minUp,
        @Setting("The active check; absent: members are taken to be up.")
                @Nullable HealthConfig health,
        @Setting("What real traffic shows about a member.") EjectionConfig ejection,
        @Setting("How a client comes back to its member; absent: not at all.")
                @Nullable PersistenceConfig persistence,
        @Setting("When a failed request is tried on another member.") RetryConfig retry,
        @Setting("How long a member may take.") PoolTimeouts timeout,
        @Setting("Requests that wait while every member is at its max-connections.")
                QueueConfig queue,
        @Setting(
                        value = "Idle connections kept open to each member, per event loop.",
                        byDefault = "64",
                        min = "0",
                        max = "10000")
                int keepAlive,
        @Setting(value = "The PROXY protocol header sent to members first.", byDefault = "off")
                ProxyProtocol proxyProtocol,
        @Setting("TLS to the members; absent: none is spoken.") @Nullable MemberTlsConfig tls,
        @Setting("How many members there are, by load; absent: those that are named.")
                @Nullable ScaleConfig scale) {
    public PoolConfig {
        Rules.check(
                PoolConfig.class,
                policy,
                members,
                minUp,
                health,
                ejection,
                persistence,
                retry,
                timeout,
                queue,
                keepAlive,
                proxyProtocol,
                tls,
                scale);
        if (scale == null && members.isEmpty())
            throw new IllegalArgumentException("needs members, or scale");
        if (scale != null && health == null)
            throw new IllegalArgumentException(
                    "scale needs health beside it: a member serves once a check passes");
    }

    /// A pool of members that are all named.
    public PoolConfig(
            PolicyConfig policy,
            List<MemberConfig> members,
            int minUp,
            @Nullable HealthConfig health,
            EjectionConfig ejection,
            @Nullable PersistenceConfig persistence,
            RetryConfig retry,
            PoolTimeouts timeout,
            QueueConfig queue,
            int keepAlive,
            ProxyProtocol proxyProtocol,
            @Nullable MemberTlsConfig tls) {
        this(
                policy,
                members,
                minUp,
                health,
                ejection,
                persistence,
                retry,
                timeout,
                queue,
                keepAlive,
                proxyProtocol,
                tls,
                null);
    }

    /// The same; its cookies, if it has any and they name no secret, are signed with this one.
    PoolConfig sealedBy(String secret) {
        if (!(persistence instanceof PersistenceConfig.Cookie cookie) || cookie.secret() != null)
            return this;
        return new PoolConfig(
                policy,
                members,
                minUp,
                health,
                ejection,
                cookie.withSecret(secret),
                retry,
                timeout,
                queue,
                keepAlive,
                proxyProtocol,
                tls,
                scale);
    }

    /// A pool of these, all else by default.
    public static PoolConfig of(Address... members) {
        String list =
                Stream.of(members)
                        .map(member -> '"' + member.toString() + '"')
                        .collect(joining(", ", "members: [", "]"));
        return Binder.bind(PoolConfig.class, "a pool", list, Map.of(), _ -> List.of());
    }
}
