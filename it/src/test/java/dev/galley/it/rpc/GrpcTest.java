// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import dev.galley.rpc.CallContext;
import dev.galley.rpc.wire.Secret;
import dev.galley.rpc.wire.Terms;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// gRPC-Java, as anyone has it, calls a service by the `.proto` that was exported of it.
@Needs("protoc")
class GrpcTest {
    private static Stock stock;
    private final List<AutoCloseable> ends = new ArrayList<>();

    @BeforeAll
    static void read(@TempDir Path folder) throws Exception {
        stock = new Stock(folder);
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable end : ends.reversed()) end.close();
    }

    private Faces serve(Echo service) throws Exception {
        return serve(service, Terms.of("server"), 1000);
    }

    private Faces serve(Echo service, Terms terms, int most) throws Exception {
        Faces faces = new Faces(service, terms, most);
        ends.add(faces);
        return faces;
    }

    private ManagedChannel client(Faces faces) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", faces.port()).usePlaintext().build();
        ends.add(() -> {
            channel.shutdownNow();
            channel.awaitTermination(5, TimeUnit.SECONDS);
        });
        return channel;
    }

    private static String call(ManagedChannel client, String method, String request)
            throws Exception {
        return call(client, method, request, CallOptions.DEFAULT);
    }

    private static String call(
            io.grpc.Channel client, String method, String request, CallOptions options)
            throws Exception {
        DynamicMessage response =
                ClientCalls.blockingUnaryCall(
                        client, stock.grpc(method), options, stock.request(method, request));
        return text(response);
    }

    private static String text(DynamicMessage message) {
        return TextFormat.printer().emittingSingleLine(true).printToString(message);
    }

    private static StatusRuntimeException failure(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(
                StatusRuntimeException.class, call);
    }

    private static final String GREET =
            "person { name: 'ann' mood: ECHO_MOOD_SAD titles { key: 'city' value: 'Ulm' } } language: 'de'";

    @Test
    void aUnaryCallIsAnswered() throws Exception {
        ManagedChannel client = client(serve(new EchoInMemory()));
        assertThat(call(client, "greet", GREET))
                .isEqualTo(
                        "result { text: \"Hallo ann\" at { } way { letter { address: \"Ulm\" } } }");
        assertThat(call(client, "last", "name: 'ann'")).contains("Hallo ann");
        assertThat(call(client, "last", "name: 'bob'")).isEmpty();
    }

    @Test
    void messagesOfManyFramesComeBackWhole() throws Exception {
        ManagedChannel client = client(serve(new EchoInMemory()));
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
        await().during(Duration.ofMillis(300)).until(made::get, stable());
        assertThat(made.get()).isBetween(1000, 1_000_000);
    }

    @Test
    void aServiceThatReadsSlowlyHoldsUpWhoSends() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Echo slow =
                new EchoInMemory() {
                    @Override
                    public long sum(Stream<Integer> numbers) {
                        return numbers.mapToLong(
                                        _ -> {
                                            awaitQuietly(goOn);
                                            return 1;
                                        })
                                .sum();
                    }
                };
        Collected collected = new Collected();
        var requests =
                (CallStreamObserver<DynamicMessage>)
                        ClientCalls.asyncClientStreamingCall(
                                client(serve(slow)).newCall(stock.grpc("sum"), CallOptions.DEFAULT),
                                collected);
        DynamicMessage item = stock.request("sum", "item: 1000000000");
        int sent = 0;
        for (; sent < 5_000_000 && isReadySoon(requests); sent++) requests.onNext(item);
        assertThat(sent).isBetween(1000, 1_000_000);
        goOn.countDown();
        requests.onCompleted();
        assertThat(collected.all.get()).containsExactly("result: " + sent);
    }

    private static boolean isReadySoon(CallStreamObserver<?> observer) {
        long deadline = System.nanoTime() + 500_000_000;
        while (!observer.isReady() && System.nanoTime() < deadline) Thread.onSpinWait();
        return observer.isReady();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
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

    @Test
    void aDeadlineEndsTheCallOnBothSides() throws Exception {
        Waiting waiting = new Waiting();
        ManagedChannel client = client(serve(waiting));
        CallOptions brief = CallOptions.DEFAULT.withDeadlineAfter(200, TimeUnit.MILLISECONDS);
        assertThat(failure(() -> call(client, "last", "name: 'ann'", brief)).getStatus().getCode())
                .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(waiting.interrupted.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting.context.get().deadline()).isNotEqualTo(CallContext.NEVER);
    }

    @Test
    void aCallThatIsGivenUpIsInterrupted() throws Exception {
        Waiting waiting = new Waiting();
        ManagedChannel client = client(serve(waiting));
        var future =
                ClientCalls.futureUnaryCall(
                        client.newCall(stock.grpc("last"), CallOptions.DEFAULT),
                        stock.request("last", "name: 'ann'"));
        assertThat(waiting.begun.await(5, TimeUnit.SECONDS)).isTrue();
        future.cancel(true);
        assertThat(waiting.interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aLostConnectionInterruptsItsCalls() throws Exception {
        Waiting waiting = new Waiting();
        ManagedChannel client = client(serve(waiting));
        var pending =
                ClientCalls.futureUnaryCall(
                        client.newCall(stock.grpc("last"), CallOptions.DEFAULT),
                        stock.request("last", "name: 'ann'"));
        assertThat(waiting.begun.await(5, TimeUnit.SECONDS)).isTrue();
        client.shutdownNow();
        assertThat(waiting.interrupted.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(pending).failsWithin(Duration.ofSeconds(5));
    }

    @Test
    void failuresHaveTheCodesOfGrpc() throws Exception {
        ManagedChannel client = client(serve(new EchoInMemory(), Terms.of("s"), 1000));
        StatusRuntimeException failed = failure(() -> call(client, "fail", "type: 'no-such-user'"));
        assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
        assertThat(failed.getStatus().getDescription()).isEqualTo("as you asked for");
        assertThat(failed.getTrailers().get(key("galley-error"))).isEqualTo("no-such-user");
        StatusRuntimeException bad = failure(() -> call(client, "greet", "language: 'de'"));
        assertThat(bad.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(bad.getStatus().getDescription()).contains("person");
        var elsewhere = stock.grpc("last").toBuilder().setFullMethodName("Echo/lost").build();
        StatusRuntimeException unknown =
                failure(() ->
                        ClientCalls.blockingUnaryCall(
                                client, elsewhere, CallOptions.DEFAULT, stock.request("last", "")));
        assertThat(unknown.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    @Test
    void aMessageThatIsTooLongIsRefused() throws Exception {
        Terms terms =
                new Terms(
                        "s",
                        null,
                        1000,
                        1000,
                        10,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        0);
        ManagedChannel client = client(serve(new EchoInMemory(), terms, 10));
        String name = "name: '" + "n".repeat(1100) + "'";
        assertThat(failure(() -> call(client, "last", name)).getStatus().getCode())
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        String zeros = "payload: '" + "\\000".repeat(2000) + "'";
        StatusRuntimeException bomb =
                failure(() ->
                        call(client, "bytes", zeros, CallOptions.DEFAULT.withCompression("gzip")));
        assertThat(bomb.getStatus().getDescription()).contains("more than 1000 bytes");
    }

    @Test
    void tooManyCallsAreRefusedByTheirCode() throws Exception {
        Waiting waiting = new Waiting();
        ManagedChannel client = client(serve(waiting, Terms.of("s"), 1));
        var pending =
                ClientCalls.futureUnaryCall(
                        client.newCall(stock.grpc("last"), CallOptions.DEFAULT),
                        stock.request("last", "name: 'ann'"));
        assertThat(waiting.begun.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(failure(() -> call(client, "last", "name: 'ann'")).getStatus().getCode())
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        waiting.goOn.countDown();
        assertThat(text(pending.get(5, TimeUnit.SECONDS))).isEmpty();
    }

    @Test
    void aSecretIsAskedForAndATraceGoesOn() throws Exception {
        byte[] secret = "correct horse battery staple".getBytes(StandardCharsets.US_ASCII);
        AtomicReference<CallContext> seen = new AtomicReference<>();
        Echo seeing =
                new EchoInMemory() {
                    @Override
                    public void fail(String type) {
                        seen.set(CallContext.current());
                    }
                };
        ManagedChannel client =
                client(serve(seeing, Terms.of("s").withSecret(new Secret(secret)), 10));
        assertThat(failure(() -> call(client, "fail", "")).getStatus().getCode())
                .isEqualTo(Status.Code.UNAUTHENTICATED);
        Metadata wrong = new Metadata();
        wrong.put(key("authorization"), "Bearer correct horse battery stable");
        assertThat(
                        failure(() -> call(with(client, wrong), "fail", "", CallOptions.DEFAULT))
                                .getStatus()
                                .getCode())
                .isEqualTo(Status.Code.UNAUTHENTICATED);
        Metadata right = new Metadata();
        right.put(key("authorization"), "Bearer correct horse battery staple");
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        right.put(key("traceparent"), trace);
        call(with(client, right), "fail", "", CallOptions.DEFAULT);
        assertThat(seen.get().traceparent()).isEqualTo(trace);
        assertThat(seen.get().caller()).isEqualTo("127.0.0.1");
    }

    private static io.grpc.Channel with(ManagedChannel client, Metadata headers) {
        return ClientInterceptors.intercept(
                client, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    @Test
    void noCallFailsWhileTheServerDrains() throws Exception {
        Faces old = serve(new EchoInMemory());
        ManagedChannel client = client(old);
        Waiting waiting = new Waiting();
        Faces slow = serve(waiting);
        ManagedChannel patient = client(slow);
        var pending =
                ClientCalls.futureUnaryCall(
                        patient.newCall(stock.grpc("last"), CallOptions.DEFAULT),
                        stock.request("last", "name: 'ann'"));
        assertThat(waiting.begun.await(5, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Boolean> drained =
                CompletableFuture.supplyAsync(() -> drain(slow, Duration.ofSeconds(20)));
        await().until(() -> refuses(slow));
        assertThat(drained).isNotDone();
        waiting.goOn.countDown();
        assertThat(text(pending.get(5, TimeUnit.SECONDS))).isEmpty();
        assertThat(drained.get(10, TimeUnit.SECONDS)).isTrue();
        call(client, "last", "name: 'ann'");
        assertThat(drain(old, Duration.ofSeconds(10))).isTrue();
        assertThatThrownBy(() -> call(client, "last", "name: 'ann'"))
                .hasMessageContaining("UNAVAILABLE");
    }

    private static boolean drain(Faces faces, Duration patience) {
        try {
            return faces.server.drain(patience);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean refuses(Faces faces) {
        try (var _ = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), faces.port())) {
            return false;
        } catch (java.io.IOException refused) {
            return true;
        }
    }

    /// What comes, as text.
    private static final class Collected implements StreamObserver<DynamicMessage> {
        final List<String> seen = java.util.Collections.synchronizedList(new ArrayList<>());
        final CompletableFuture<List<String>> all = new CompletableFuture<>();

        @Override
        public void onNext(DynamicMessage value) {
            seen.add(text(value));
        }

        @Override
        public void onError(Throwable t) {
            all.completeExceptionally(t);
        }

        @Override
        public void onCompleted() {
            all.complete(seen);
        }
    }
}
