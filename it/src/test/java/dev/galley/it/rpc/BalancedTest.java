// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import dev.galley.it.proxy.Proxied;
import dev.galley.it.relay.Relayed;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Calls through Galley's own balancer, before two replicas.
@Needs("protoc")
class BalancedTest extends GrpcCalls {
    private static final int MANY = 100;

    private final Counting one = new Counting();
    private final Counting other = new Counting();
    private Faces first;
    private Faces second;

    /// Knows how often it was called.
    private static final class Counting extends EchoInMemory {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public Optional<Greeting> last(String name) {
            calls.incrementAndGet();
            return super.last(name);
        }
    }

    @BeforeEach
    void serveTwice() throws Exception {
        first = serve(one);
        second = serve(other);
    }

    private String yaml(String way) {
        return """
        pools: {all: {members: ["127.0.0.1:%d", "127.0.0.1:%d"]}}
        listeners: [{bind: "127.0.0.1:0", via: %s}]
        """
                .formatted(first.port(), second.port(), way);
    }

    private boolean bothWereCalled() {
        return one.calls.get() > MANY && other.calls.get() > MANY;
    }

    /// The first leaves; the second is called on, by a load that none of it is lost of.
    private void staysWellWhileTheFirstDrains(Load load) throws Exception {
        try (load) {
            Soon.until(() -> bothWereCalled() || !load.failures.isEmpty());
            assertThat(first.server.drain(Duration.ofSeconds(20))).isTrue();
            int before = load.calls.get();
            Soon.until(() -> load.hasMade(before + MANY));
        }
        assertThat(load.failures).isEmpty();
    }

    @Test
    void jsonGoesThroughTheProxyToBothAndNoneIsLostInADrain() throws Exception {
        try (Proxied proxy = Proxied.of(yaml("proxy, routes: [{pool: all}]"))) {
            int port = proxy.address().getPort();
            try (RawClient raw = new RawClient(port)) {
                raw.send(RawClient.post("/Echo/fail", "{\"type\":\"not-found\"}"));
                assertThat(raw.response()).startsWith("404 {\"type\":\"urn:galley:not-found\"");
                raw.send(RawClient.post("/Echo/count", "{\"from\":1,\"to\":3}"));
                String results = "{\"result\":1}\n";
                while (!results.endsWith("0\r\n\r\n")) results += raw.next(1);
                assertThat(results).contains("{\"result\":2}\n");
            }
            staysWellWhileTheFirstDrains(
                    new Load(() -> {
                        RawClient raw = new RawClient(port);
                        return () -> post(raw);
                    }));
        }
    }

    private static String post(RawClient raw) throws IOException {
        raw.send(RawClient.post("/Echo/last", "{\"name\":\"ann\"}"));
        String response = raw.response();
        if (!response.equals("200 {}")) throw new IOException(response);
        return response;
    }

    @Test
    void grpcGoesThroughTheRelayToBothAndNoneIsLostInADrain() throws Exception {
        try (Relayed relay = Relayed.of(yaml("relay, pool: all"))) {
            int port = relay.address().getPort();
            Iterator<?> results =
                    ClientCalls.blockingServerStreamingCall(
                            channel(port),
                            stock.grpc("count"),
                            CallOptions.DEFAULT,
                            stock.request("count", "from: 1 to: 1001"));
            AtomicInteger seen = new AtomicInteger();
            results.forEachRemaining(_ -> seen.incrementAndGet());
            assertThat(seen).hasValue(1000);
            staysWellWhileTheFirstDrains(
                    new Load(() -> {
                        ManagedChannel channel = channel(port);
                        return () ->
                                call(
                                        channel,
                                        "last",
                                        "name: 'ann'",
                                        CallOptions.DEFAULT.withDeadlineAfter(
                                                10, TimeUnit.SECONDS));
                    }));
        }
    }

    private ManagedChannel channel(int port) {
        return client(NettyChannelBuilder.forAddress("127.0.0.1", port));
    }
}
