// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import dev.galley.rpc.wire.Terms;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// gRPC-Java, as anyone has it, calls a service by the `.proto` that was exported of it.
@Needs("protoc")
class GrpcTest extends GrpcCalls {
    private static final Duration SOON = Duration.ofMillis(500), LONG = Duration.ofSeconds(20);
    private static final String GREET =
            "person { name: 'ann' mood: ECHO_MOOD_SAD titles { key: 'city' value: 'Ulm' } }"
                    + " language: 'de'";

    @Test
    void aUnaryCallIsAnswered() throws Exception {
        ManagedChannel client = client(serve(new EchoInMemory()));
        assertThat(call(client, "greet", GREET))
                .isEqualTo(
                        "result { text: \"Hallo ann\" at { }"
                                + " way { letter { address: \"Ulm\" } } }");
        assertThat(call(client, "last", "name: 'ann'")).contains("Hallo ann");
        assertThat(call(client, "last", "name: 'bob'")).isEmpty();
    }

    @Test
    void messagesOfManyFramesComeBackWhole() throws Exception {
        ManagedChannel client =
                client(serve(new EchoInMemory(), Terms.of("s").withCompression(100), 10));
        byte[] bytes = new byte[3_000_000];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) (i * 31);
        var type = stock.request("bytes", "");
        var field = type.getDescriptorForType().findFieldByName("payload");
        DynamicMessage request =
                type.toBuilder().setField(field, ByteString.copyFrom(bytes)).build();
        for (String compressor : new String[] {"identity", "gzip"}) {
            DynamicMessage response =
                    ClientCalls.blockingUnaryCall(
                            client,
                            stock.grpc("bytes"),
                            CallOptions.DEFAULT.withCompression(compressor),
                            request);
            var result = response.getDescriptorForType().findFieldByName("result");
            assertThat(((ByteString) response.getField(result)).toByteArray()).isEqualTo(bytes);
        }
    }

    @Test
    void responsesAreCompressedForWhoTakesThat() throws Exception {
        Faces faces = serve(new EchoInMemory(), Terms.of("s").withCompression(100), 10);
        byte[] request = new byte[308];
        System.arraycopy(new byte[] {0, 0, 0, 1, 47, 10, (byte) 0xac, 2}, 0, request, 0, 8);
        try (RawHttp2 client = new RawHttp2(faces.port())) {
            var head = new ByteArrayOutputStream();
            head.writeBytes(RawHttp2.call("/Echo/bytes"));
            RawHttp2.field(head, "grpc-accept-encoding", "identity,gzip");
            client.send(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, head.toByteArray());
            client.send(RawHttp2.DATA, RawHttp2.END_STREAM, 1, request);
            assertThat(client.expect(RawHttp2.DATA)).startsWith(1).hasSizeLessThan(100);
        }
    }

    @Test
    void aStreamOfResultsArrivesInOrder() throws Exception {
        ManagedChannel client = client(serve(new EchoInMemory()));
        Iterator<DynamicMessage> results =
                ClientCalls.blockingServerStreamingCall(
                        client,
                        stock.grpc("count"),
                        CallOptions.DEFAULT,
                        stock.request("count", "from: 1 to: 5001"));
        List<String> seen = new ArrayList<>();
        results.forEachRemaining(r -> seen.add(text(r)));
        assertThat(seen).isEqualTo(IntStream.range(1, 5001).mapToObj(i -> "result: " + i).toList());
    }

    @Test
    void aStreamOfRequestsIsSummedUp() throws Exception {
        Collected collected = new Collected();
        StreamObserver<DynamicMessage> requests =
                ClientCalls.asyncClientStreamingCall(
                        client(serve(new EchoInMemory()))
                                .newCall(stock.grpc("sum"), CallOptions.DEFAULT),
                        collected);
        for (int i = 0; i < 1000; i++) requests.onNext(stock.request("sum", "item: " + i));
        requests.onCompleted();
        assertThat(collected.all.get()).containsExactly("result: 499500");
    }

    @Test
    void bothSidesStreamAtOnce() throws Exception {
        Collected collected = new Collected();
        StreamObserver<DynamicMessage> requests =
                ClientCalls.asyncBidiStreamingCall(
                        client(serve(new EchoInMemory()))
                                .newCall(stock.grpc("greetings"), CallOptions.DEFAULT),
                        collected);
        for (int i = 0; i < 3; i++) {
            int before = i;
            requests.onNext(stock.request("greetings", "item { name: 'n" + i + "' }"));
            await().until(() -> collected.seen.size() == before + 1);
        }
        requests.onCompleted();
        assertThat(collected.all.get()).hasSize(3).last().asString().contains("Hello n2");
    }

    @Test
    void aServiceThatSendsFasterThanIsReadWaits() throws Exception {
        AtomicInteger made = new AtomicInteger();
        Echo fast =
                new EchoInMemory() {
                    @Override
                    public Stream<Integer> count(int from, int to) {
                        return IntStream.range(from, to).peek(_ -> made.incrementAndGet()).boxed();
                    }
                };
        Iterator<DynamicMessage> results =
                ClientCalls.blockingServerStreamingCall(
                        client(serve(fast)),
                        stock.grpc("count"),
                        CallOptions.DEFAULT,
                        stock.request("count", "from: 0 to: 10000000"));
        results.next();
        await().until(() -> made.get() >= 1000);
        await().during(Duration.ofMillis(300)).until(made::get, stable());
        assertThat(made.get()).isBetween(1000, 1_000_000);
    }

    @Test
    void aServiceThatReadsSlowlyHoldsUpWhoSends() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Echo slow = Slow.until(goOn);
        Collected collected = new Collected();
        var requests =
                (CallStreamObserver<DynamicMessage>)
                        ClientCalls.asyncClientStreamingCall(
                                client(serve(slow)).newCall(stock.grpc("sum"), CallOptions.DEFAULT),
                                collected);
        DynamicMessage item = stock.request("sum", "item: 1000000000");
        int sent = 0;
        for (; sent < 5_000_000 && isReady(requests, sent < 1000 ? LONG : SOON); sent++)
            requests.onNext(item);
        assertThat(sent).isBetween(1000, 1_000_000);
        goOn.countDown();
        requests.onCompleted();
        assertThat(collected.all.get()).containsExactly("result: " + sent);
    }

    private static boolean isReady(CallStreamObserver<?> observer, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!observer.isReady() && System.nanoTime() < deadline) LockSupport.parkNanos(100_000);
        return observer.isReady();
    }

    private static org.hamcrest.Matcher<Integer> stable() {
        AtomicInteger before = new AtomicInteger(-1);
        return org.hamcrest.CoreMatchers.is(
                new org.hamcrest.CustomTypeSafeMatcher<Integer>("the same as before") {
                    @Override
                    protected boolean matchesSafely(Integer now) {
                        return before.getAndSet(now) == now;
                    }
                });
    }
}
