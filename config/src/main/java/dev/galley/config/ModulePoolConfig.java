// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Binder;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import dev.galley.config.bind.Without;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// How the nodes that run a module are called by those that do not: what can be said of their pool.
@Without({
    "members: they are the nodes that run the module",
    "min-up: nodes have no priorities",
    "persistence: each call chooses anew; use policy: {type: hash, key: \"header:NAME\"}, which"
            + " hashes an attribute of the call",
    "keep-alive: calls share connections, which stay open",
    "proxy-protocol: a call carries its caller itself",
    "tls: all nodes speak it alike, by app.tls"
})
public record ModulePoolConfig(
        @Setting(value = "How a node is chosen for each call.", byDefault = "least-connections")
                PolicyConfig policy,
        @Setting("How often a connection to each node is tried, and what follows.") Checks health,
        @Setting("What calls show about a node.") Ejection ejection,
        @Setting("When a failed call is made again on another node.") RetryConfig retry,
        @Setting("How long a node may take.") Timeouts timeout,
        @Setting("Calls that wait while no node is up, or every one is full.") Queue queue) {
    /// Where the file says nothing.
    public static final ModulePoolConfig USUAL =
            Binder.bind(ModulePoolConfig.class, "a pool", "{}", Map.of(), _ -> List.of());

    public ModulePoolConfig {
        Rules.check(ModulePoolConfig.class, policy, health, ejection, retry, timeout, queue);
        refuse(policy);
    }

    private static void refuse(PolicyConfig policy) {
        switch (policy) {
            case PolicyConfig.LeastLoad _ ->
                    throw new IllegalArgumentException(
                            "policy least-load reads HTTP headers, which calls do not have; use"
                                    + " least-connections or fastest-response");
            case PolicyConfig.Hash hash -> {
                if (hash.key() instanceof HashKey.Url || hash.key() instanceof HashKey.SourcePort)
                    throw new IllegalArgumentException(
                            "policy hash cannot have the key url or source-port, which calls do not"
                                    + " have; use source, which is the caller, or header:NAME, an"
                                    + " attribute of the call");
            }
            case PolicyConfig.RoundRobin _,
                    PolicyConfig.Ratio _,
                    PolicyConfig.LeastConnections _,
                    PolicyConfig.FastestResponse _,
                    PolicyConfig.Random _ -> {}
        }
    }

    /// The pool of these nodes.
    public PoolConfig of(List<Address> nodes) {
        return with(nodes.stream().map(ModulePoolConfig::member).toList());
    }

    /// The pool of whatever nodes run a module.
    public PoolConfig of(String module) {
        return with(List.of(MemberConfig.of(module)));
    }

    private PoolConfig with(List<MemberConfig> members) {
        return new PoolConfig(
                policy,
                members,
                1,
                new HealthConfig.Tcp(health.timing(), null),
                new EjectionConfig(ejection.failures(), ejection.for_()),
                null,
                retry,
                new PoolTimeouts(timeout.connect(), timeout.answer(), Duration.ofSeconds(30)),
                new QueueConfig(queue.size(), queue.timeout()),
                0,
                ProxyProtocol.OFF,
                null);
    }

    private static MemberConfig member(Address address) {
        return new MemberConfig(address, 1, 1, null, Duration.ZERO);
    }

    /// The active check: quicker than those of other pools, for a node that restarts is to be back
    /// before the next one goes.
    @Without("type: it is a connection, always")
    public record Checks(
            @Setting(value = "Time between checks.", byDefault = "500ms", min = "10ms", max = "1d")
                    Duration interval,
            @Setting(
                            value = "How long one check may take.",
                            byDefault = "500ms",
                            min = "1ms",
                            max = "1d")
                    Duration timeout,
            @Setting(
                            value = "Successes in a row that bring a node up.",
                            byDefault = "1",
                            min = "1",
                            max = "100")
                    int rise,
            @Setting(
                            value = "Failures in a row that take it down.",
                            byDefault = "1",
                            min = "1",
                            max = "100")
                    int fall) {
        public Checks {
            Rules.check(Checks.class, interval, timeout, rise, fall);
        }

        CheckTiming timing() {
            return new CheckTiming(interval, timeout, rise, fall);
        }
    }

    /// Passive ejection, for a short time: the check says the rest.
    public record Ejection(
            @Setting(
                            value = "Failures in a row; 0 turns ejection off.",
                            byDefault = "5",
                            min = "0",
                            max = "1000")
                    int failures,
            @Setting(
                            value = "How long a node stays out, the first time.",
                            byDefault = "500ms",
                            min = "1ms",
                            max = "1d")
                    Duration for_) {
        public Ejection {
            Rules.check(Ejection.class, failures, for_);
        }
    }

    /// How long a node may take.
    public record Timeouts(
            @Setting(value = "To accept a connection.", byDefault = "1s", min = "1ms", max = "1d")
                    Duration connect,
            @Setting(
                            value = "To answer a call of one message that has no deadline.",
                            byDefault = "60s",
                            min = "1ms",
                            max = "1d")
                    Duration answer) {
        public Timeouts {
            Rules.check(Timeouts.class, connect, answer);
        }
    }

    /// Calls that wait. By default long enough for a check to find a node that has just started,
    /// too short to hold up a whole program. A bare number is short for `{size: NUMBER}`.
    public record Queue(
            @Setting(
                            value = "How many may wait; one more fails.",
                            byDefault = "1000",
                            min = "0",
                            max = "1000000",
                            bare = true)
                    int size,
            @Setting(value = "How long each may wait.", byDefault = "2s", min = "1ms", max = "1d")
                    Duration timeout) {
        public Queue {
            Rules.check(Queue.class, size, timeout);
        }
    }
}
