// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import dev.galley.config.Address;
import dev.galley.config.EjectionConfig;
import dev.galley.config.ModulePoolConfig;
import dev.galley.config.PoolConfig;
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
import java.util.function.Consumer;

/// A module that runs on other nodes: those are a pool.
final class Remote implements AutoCloseable {
    private final Pool pool;
    private final Client client;
    private final Watch watch;

    /// @param seen given the pool before anything happens to it
    Remote(String module, PoolConfig config, Loops loops, Options options, Consumer<Pool> seen) {
        this.pool = new Pool(name(module), config, loops.writers());
        this.client = new Client(loops, pool, options);
        this.watch = new Watch(pool, new SplittableRandom(), List.of());
        seen.accept(pool);
        watch.start();
    }

    /// Apart from the names that the file's own pools can have.
    private static String name(String module) {
        return "app/" + module;
    }

    /// Where connections are cut on purpose: that says nothing about who is at their end.
    static PoolConfig faulty(ModulePoolConfig said, List<Address> where) {
        PoolConfig usual = said.of(where);
        return new PoolConfig(
                usual.policy(),
                usual.members(),
                1,
                null,
                new EjectionConfig(0, Duration.ofMillis(500)),
                null,
                new RetryConfig(10, new Share(1)),
                usual.timeout(),
                usual.queue(),
                0,
                usual.proxyProtocol(),
                null);
    }

    Pool pool() {
        return pool;
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
