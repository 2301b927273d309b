// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import dev.galley.config.Address;
import dev.galley.config.CheckTiming;
import dev.galley.config.EjectionConfig;
import dev.galley.config.HealthConfig;
import dev.galley.config.MemberConfig;
import dev.galley.config.PolicyConfig;
import dev.galley.config.PoolConfig;
import dev.galley.config.PoolTimeouts;
import dev.galley.config.ProxyProtocol;
import dev.galley.config.QueueConfig;
import dev.galley.config.RetryConfig;
import dev.galley.config.Share;
import dev.galley.net.Loops;
import dev.galley.pool.Pool;
import dev.galley.pool.Watch;
import dev.galley.rpc.client.Client;
import dev.galley.rpc.client.Options;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A module that runs on other nodes: those are a pool.
///
/// A node that has died is found by its calls within some failures, and kept out by a check; both
/// are quick, for a node that restarts is to be back before the next one goes.
final class Remote implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int MOST_WAITING = 1000;

    /// What a call waits for a node that is not there: long enough for a check to find one that has
    /// started, too short to hold up a whole program.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Client client;
    private final Watch watch;

    /// @param where it runs, one or more
    static Remote of(String module, List<Address> where, Loops loops, Options options) {
        return new Remote(
                new Pool(
                        module,
                        config(
                                where,
                                new HealthConfig.Tcp(new CheckTiming(LOOK, LOOK, 1, 1), null),
                                new EjectionConfig(5, LOOK),
                                new RetryConfig(2, new Share(0.2))),
                        loops.writers()),
                loops,
                options);
    }

    /// Where connections are cut on purpose: that says nothing about who is at their end.
    static Remote faulty(String module, List<Address> where, Loops loops, Options options) {
        return new Remote(
                new Pool(
                        module,
                        config(
                                where,
                                null,
                                new EjectionConfig(0, LOOK),
                                new RetryConfig(10, new Share(1))),
                        loops.writers()),
                loops,
                options);
    }

    private Remote(Pool pool, Loops loops, Options options) {
        this.client = new Client(loops, pool, options);
        this.watch = new Watch(pool, new SplittableRandom(), List.of());
        watch.start();
    }

    private static PoolConfig config(
            List<Address> where,
            @Nullable HealthConfig health,
            EjectionConfig ejection,
            RetryConfig retry) {
        return new PoolConfig(
                new PolicyConfig.LeastConnections(),
                where.stream().map(Remote::member).toList(),
                1,
                health,
                ejection,
                null,
                retry,
                new PoolTimeouts(
                        Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(30)),
                new QueueConfig(MOST_WAITING, PATIENCE),
                0,
                ProxyProtocol.OFF,
                null);
    }

    private static MemberConfig member(Address address) {
        return new MemberConfig(address, 1, 1, null, Duration.ZERO);
    }

    Client client() {
        return client;
    }

    @Override
    public void close() {
        watch.close();
        client.close();
    }
}
