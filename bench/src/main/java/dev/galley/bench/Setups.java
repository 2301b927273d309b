// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench;

import dev.galley.config.Address;
import dev.galley.config.EjectionConfig;
import dev.galley.config.HashKey;
import dev.galley.config.HealthConfig;
import dev.galley.config.MemberConfig;
import dev.galley.config.PolicyConfig;
import dev.galley.config.PoolConfig;
import dev.galley.config.PoolTimeouts;
import dev.galley.config.ProxyProtocol;
import dev.galley.config.QueueConfig;
import dev.galley.config.RetryConfig;
import dev.galley.config.Share;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Pools to measure, with the defaults of the configuration file.
final class Setups {
    private Setups() {}

    /// The policy of this name; `ratio` is measured with weights from 1 to 7, the others with equal
    /// ones.
    static PolicyConfig policy(String name) {
        HashKey key = new HashKey.Url();
        return switch (name) {
            case "round-robin" -> new PolicyConfig.RoundRobin();
            case "ratio" -> new PolicyConfig.Ratio();
            case "least-connections" -> new PolicyConfig.LeastConnections();
            case "fastest-response" -> new PolicyConfig.FastestResponse(Duration.ofSeconds(10));
            case "least-load" -> new PolicyConfig.LeastLoad("X-Load");
            case "random" -> new PolicyConfig.Random();
            case "hash" -> new PolicyConfig.Hash(key, null);
            case "hash-bounded" -> new PolicyConfig.Hash(key, new Share(1.25));
            default -> throw new IllegalArgumentException("unknown policy " + name);
        };
    }

    static List<MemberConfig> members(int count, boolean weighted) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        member(
                                "127.0.0." + (1 + i / 100),
                                21100 + i % 100,
                                weighted ? 1 + i % 7 : 1))
                .toList();
    }

    private static MemberConfig member(String host, int port, int weight) {
        return new MemberConfig(new Address(host, port), weight, 1, null, Duration.ZERO);
    }

    static PoolConfig pool(
            PolicyConfig policy, List<MemberConfig> members, @Nullable HealthConfig health) {
        return new PoolConfig(
                policy,
                members,
                1,
                health,
                new EjectionConfig(5, Duration.ofSeconds(30)),
                null,
                new RetryConfig(2, new Share(0.2)),
                new PoolTimeouts(
                        Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(30)),
                new QueueConfig(1024, Duration.ofSeconds(5)),
                64,
                ProxyProtocol.OFF,
                null);
    }
}
