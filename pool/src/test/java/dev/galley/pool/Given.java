// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.config.Address;
import dev.galley.config.EjectionConfig;
import dev.galley.config.HealthConfig;
import dev.galley.config.MemberConfig;
import dev.galley.config.PersistenceConfig;
import dev.galley.config.PolicyConfig;
import dev.galley.config.PoolConfig;
import dev.galley.config.PoolTimeouts;
import dev.galley.config.ProxyProtocol;
import dev.galley.config.QueueConfig;
import dev.galley.config.RetryConfig;
import dev.galley.config.Share;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What tests start from: configurations with the defaults of the file, requests, and a clock.
final class Given {
    static final EjectionConfig EJECTION = new EjectionConfig(5, Duration.ofSeconds(30));
    static final PolicyConfig ROUND_ROBIN = new PolicyConfig.RoundRobin();

    private Given() {}

    /// A member with a name of one's own: `127.0.0.NUMBER:80`.
    static MemberConfig member(int number) {
        return new MemberConfig(
                new Address("127.0." + number / 250 + "." + (1 + number % 250), 80),
                1,
                1,
                null,
                Duration.ZERO);
    }

    static MemberConfig weighted(int number, int weight) {
        MemberConfig m = member(number);
        return new MemberConfig(m.address(), weight, 1, null, Duration.ZERO);
    }

    static MemberConfig limited(int number, int maxConnections) {
        MemberConfig m = member(number);
        return new MemberConfig(m.address(), 1, 1, maxConnections, Duration.ZERO);
    }

    static MemberConfig ranked(int number, int priority) {
        MemberConfig m = member(number);
        return new MemberConfig(m.address(), 1, priority, null, Duration.ZERO);
    }

    static MemberConfig slow(int number, Duration slowStart) {
        MemberConfig m = member(number);
        return new MemberConfig(m.address(), 1, 1, null, slowStart);
    }

    static MemberConfig[] members(int count) {
        return IntStream.range(0, count).mapToObj(Given::member).toArray(MemberConfig[]::new);
    }

    static PoolConfig config(PolicyConfig policy, MemberConfig... members) {
        return config(policy, 1, EJECTION, null, members);
    }

    static PoolConfig config(
            PolicyConfig policy,
            int minUp,
            EjectionConfig ejection,
            @Nullable HealthConfig health,
            MemberConfig... members) {
        return config(policy, minUp, ejection, null, health, members);
    }

    static PoolConfig keeping(PersistenceConfig persistence, MemberConfig... members) {
        return config(ROUND_ROBIN, 1, EJECTION, persistence, null, members);
    }

    private static PoolConfig config(
            PolicyConfig policy,
            int minUp,
            EjectionConfig ejection,
            @Nullable PersistenceConfig persistence,
            @Nullable HealthConfig health,
            MemberConfig... members) {
        return new PoolConfig(
                policy,
                List.of(members),
                minUp,
                health,
                ejection,
                persistence,
                new RetryConfig(2, new Share(0.2)),
                new PoolTimeouts(
                        Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(30)),
                new QueueConfig(4, Duration.ofSeconds(5)),
                64,
                ProxyProtocol.OFF,
                null);
    }

    static Pool pool(PolicyConfig policy, MemberConfig... members) {
        return new Pool("web", config(policy, members), 1, new Clock());
    }

    static Pool pool(Clock clock, PoolConfig config) {
        return new Pool("web", config, 1, clock);
    }

    /// The member configured at place `number`.
    static Member at(Pool pool, int number) {
        return pool.snapshot().members().get(number).member();
    }

    static MemberState stateAt(Pool pool, int number) {
        return pool.snapshot().members().get(number);
    }

    /// A request that hashes to `hash`, and has been at `tried` already.
    static Ask ask(long hash, Member... tried) {
        Set<Member> before = Set.copyOf(Arrays.asList(tried));
        return new Ask() {
            @Override
            public long hash() {
                return hash;
            }

            @Override
            public boolean tried(Member member) {
                return before.contains(member);
            }
        };
    }

    static Ask ask() {
        return ask(0);
    }

    /// Time that passes when told to.
    static final class Clock implements LongSupplier {
        private long nanos = 1_000;

        void pass(Duration time) {
            nanos += time.toNanos();
        }

        @Override
        public long getAsLong() {
            return nanos;
        }
    }
}
