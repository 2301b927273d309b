// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One of two processes drains while clients of three kinds call both: no call fails.
@Needs({"protoc", "node", NodeTest.MODULES})
class DrainTest {
    /// So many calls of each client, before the drain and after it.
    private static final int MANY = 300;

    @Test
    void noCallFailsWhileAProcessDrains(@TempDir Path folder) throws Exception {
        GrpcCalls.stock = new Stock(folder);
        try (Replica leaving = Replica.start();
                Replica staying = Replica.start()) {
            ManagedChannel channel =
                    NettyChannelBuilder.forTarget(Addresses.of(leaving.port, staying.port))
                            .defaultLoadBalancingPolicy("round_robin")
                            .usePlaintext()
                            .build();
            Process node = node(leaving.port, staying.port);
            Load grpc = new Load(() -> () -> call(channel));
            Load json = new Load(() -> new KeepAlive(leaving.port, staying.port));
            try (grpc;
                    json) {
                Soon.until(() -> grpc.hasMade(MANY) && json.hasMade(MANY));
                String calls = node.inputReader().readLine();
                assertThat(leaving.drain()).isEqualTo("drained: true");
                int grpcBefore = grpc.calls.get(), jsonBefore = json.calls.get();
                Soon.until(() -> grpc.hasMade(grpcBefore + MANY));
                Soon.until(() -> json.hasMade(jsonBefore + MANY));
                assertThat(calls).isEqualTo("many");
                assertThat(end(node)).isEqualTo("well");
            } finally {
                node.destroyForcibly();
                channel.shutdownNow();
            }
            assertThat(grpc.failures).isEmpty();
            assertThat(json.failures).isEmpty();
        }
    }

    private static String call(ManagedChannel channel) throws Exception {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS);
        return GrpcCalls.call(channel, "last", "name: 'ann'", options);
    }

    private static Process node(int one, int other) throws IOException {
        return new ProcessBuilder(
                        "node",
                        "src/test/node/drain.mjs",
                        Path.of(NodeTest.MODULES).toAbsolutePath().toString(),
                        Stock.PROTOS.toString(),
                        "ipv4:127.0.0.1:" + one + ",127.0.0.1:" + other)
                .redirectErrorStream(true)
                .start();
    }

    private static String end(Process node) throws Exception {
        node.getOutputStream().close();
        try (BufferedReader out = node.inputReader()) {
            String said = out.readLine();
            node.waitFor(30, TimeUnit.SECONDS);
            return said;
        }
    }

    /// A client of HTTP/1.1: keeps its connection until it is told not to, and makes the next one
    /// to whichever of the two can be connected.
    private static final class KeepAlive implements Callable<String> {
        private final int[] ports;
        private RawClient connection;

        private KeepAlive(int... ports) throws IOException {
            this.ports = ports;
            this.connection = connect();
        }

        private RawClient connect() throws IOException {
            try {
                return new RawClient(ports[0]);
            } catch (ConnectException refused) {
                return new RawClient(ports[1]);
            }
        }

        @Override
        public String call() throws IOException {
            connection.send(RawClient.post("/Echo/last", "{\"name\":\"ann\"}"));
            String response = connection.response();
            if (!response.equals("200 {}")) throw new IOException(response);
            if (connection.isLast()) {
                connection.close();
                connection = connect();
            }
            return response;
        }
    }
}
