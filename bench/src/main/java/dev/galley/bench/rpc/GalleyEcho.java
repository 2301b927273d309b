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
import dev.galley.net.Front;
import dev.galley.net.Loops;
import dev.galley.pool.Pool;
import dev.galley.rpc.Binding;
import dev.galley.rpc.CallContext;
import dev.galley.rpc.Handler;
import dev.galley.rpc.Kind;
import dev.galley.rpc.Method;
import dev.galley.rpc.Trace;
import dev.galley.rpc.client.Client;
import dev.galley.rpc.client.Options;
import dev.galley.rpc.codec.Codec;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.wire.Terms;
import dev.galley.rpc.wire.WireFace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// By Galley's own framing, with all that comes with it: a pool that chooses, a context with a
/// trace, an attribute and a deadline, counters, the server's limit.
final class GalleyEcho implements Echo {
    private static final Method<byte[], byte[]> ECHO =
            new Method<>("Echo", "echo", 1, Kind.UNARY, false, new Bytes(), new Bytes());

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

    static Service serve() throws IOException {
        Loops loops = Loops.start(1);
        Server server = new Server(loops, List.of(new WireFace(Terms.of("echo"))));
        Handler.Unary<byte[], byte[]> same = b -> b;
        server.serve(List.of(new Binding<>(ECHO, same)));
        server.bind(new Address("127.0.0.1", 0), Front.OPEN);
        return new Service() {
            @Override
            public int port() {
                return server.address().getPort();
            }

            @Override
            public void close() {
                server.close();
                loops.close();
            }
        };
    }

    @Override
    public byte[] call(byte[] message) throws Exception {
        return context.within(Duration.ofSeconds(10)).call(() -> client.call(ECHO, message));
    }

    @Override
    public void close() {
        client.close();
        loops.close();
    }

    /// A message of one field, as the annotation processor writes it.
    private static final class Bytes implements Codec<byte[]> {
        private static final int TAG = 1 << 3 | 2;

        @Override
        public void write(Writer out, byte[] value) {
            out.bytes(TAG, value);
        }

        @Override
        public byte[] read(Reader in) {
            byte[] value = {};
            for (int tag = in.tag(); tag != 0; tag = in.tag())
                if (tag == TAG) value = in.bytes();
                else in.skip(tag, 1);
            return value;
        }

        @Override
        public void write(JsonWriter out, byte[] value) {
            out.beginObject();
            out.name("value");
            out.bytes(value);
            out.endObject();
        }

        @Override
        public byte[] read(JsonReader in) {
            byte[] value = {};
            in.beginObject();
            while (in.name(Set.of("value")) != null) value = in.bytes();
            return value;
        }
    }
}
