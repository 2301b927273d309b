// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.rpc;

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
import dev.galley.net.Loops;
import dev.galley.pool.Pool;
import dev.galley.rpc.CallContext;
import dev.galley.rpc.Trace;
import dev.galley.rpc.client.Client;
import dev.galley.rpc.client.Options;
import dev.galley.rpc.wire.Terms;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// By Galley's own framing, with all that comes with it: a pool that chooses, a context with a
/// trace, an attribute and a deadline, counters, the server's limit.
final class GalleyEcho implements Echo {
    private final Loops loops = Loops.start(1);
    private final Client client;
    private final CallContext context =
            new CallContext(CallContext.NEVER, Trace.begin(true), "", Map.of("tenant", "blue"));

    GalleyEcho(int port) {
        MemberConfig member =
                new MemberConfig(new Address("127.0.0.1", port), 1, 1, null, Duration.ZERO);
        PoolConfig config =
                new PoolConfig(
                        new PolicyConfig.LeastConnections(),
                        List.of(member),
                        1,
                        null,
                        new EjectionConfig(5, Duration.ofSeconds(30)),
                        null,
                        new RetryConfig(2, new Share(0.2)),
                        new PoolTimeouts(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(30)),
                        new QueueConfig(64, Duration.ofSeconds(5)),
                        64,
                        ProxyProtocol.OFF,
                        null);
        Pool pool = new Pool("echo", config, loops.count());
        client = new Client(loops, pool, Options.of(Terms.of("bench")).withConnections(1));
    }

    @Override
    public byte[] call(byte[] message) throws Exception {
        return context.within(Duration.ofSeconds(10))
                .call(() -> client.call(GalleyServer.ECHO, message));
    }

    @Override
    public void close() {
        client.close();
        loops.close();
    }
}
