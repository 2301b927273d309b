// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import dev.galley.config.Address;
import dev.galley.config.EjectionConfig;
import dev.galley.config.MemberConfig;
import dev.galley.config.PolicyConfig;
import dev.galley.config.PoolConfig;
import dev.galley.config.PoolTimeouts;
import dev.galley.config.ProxyProtocol;
import dev.galley.config.QueueConfig;
import dev.galley.config.RetryConfig;
import dev.galley.config.Share;
import dev.galley.net.Front;
import dev.galley.net.Loops;
import dev.galley.pool.Pool;
import dev.galley.rpc.server.Gate;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.wire.Terms;
import dev.galley.rpc.wire.WireFace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Servers and clients on this machine, and what ends them.
public final class Wired implements AutoCloseable {
    public final Loops loops = Loops.start(2);
    private final List<Runnable> ends = new ArrayList<>();

    public Server server(Bytes service) throws IOException {
        return server(service, Terms.of("server"), new Gate(100, 1000, 10_000));
    }

    public Server server(Bytes service, Terms terms, Gate gate) throws IOException {
        Server server = new Server(loops, List.of(new WireFace(terms)), gate);
        server.serve(service.bindings()).bind(new Address("127.0.0.1", 0), Front.OPEN);
        ends.add(server::close);
        return server;
    }

    public Client client(Server... servers) {
        return client(Options.of(Terms.of("client")), servers);
    }

    public Client client(Options options, Server... servers) {
        return client(
                options, Arrays.stream(servers).mapToInt(s -> s.address().getPort()).toArray());
    }

    public Client client(Options options, int... ports) {
        return client(options, pool(ports));
    }

    public Client client(Options options, Pool pool) {
        Client client = new Client(loops, pool, options);
        ends.add(client::close);
        return client;
    }

    public Pool pool(int... ports) {
        return new Pool("bytes", config(new PolicyConfig.RoundRobin(), ports), loops.count());
    }

    public static PoolConfig config(PolicyConfig policy, int... ports) {
        return config(policy, Duration.ofSeconds(30), ports);
    }

    /// Where a member may take `connect` to accept and to greet.
    public static PoolConfig config(PolicyConfig policy, Duration connect, int... ports) {
        return new PoolConfig(
                policy,
                Arrays.stream(ports).mapToObj(Wired::member).toList(),
                1,
                null,
                new EjectionConfig(5, Duration.ofSeconds(30)),
                null,
                new RetryConfig(2, new Share(0.2)),
                new PoolTimeouts(connect, Duration.ofSeconds(60), Duration.ofSeconds(30)),
                new QueueConfig(64, Duration.ofSeconds(30)),
                64,
                ProxyProtocol.OFF,
                null);
    }

    private static MemberConfig member(int port) {
        return new MemberConfig(new Address("127.0.0.1", port), 1, 1, null, Duration.ZERO);
    }

    @Override
    public void close() {
        ends.reversed().forEach(Runnable::run);
        loops.close();
    }
}
