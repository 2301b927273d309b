// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.galley.rpc.CallContext;
import dev.galley.rpc.wire.Secret;
import dev.galley.rpc.wire.Terms;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Calls of gRPC-Java that fail, each by its code.
@Needs("protoc")
class GrpcFailureTest extends GrpcCalls {
    @Test
    void aDeadlineEndsTheCallOnBothSides() throws Exception {
        Waiting waiting = new Waiting();
        ManagedChannel client = client(serve(waiting));
        call(client, "greet", "person { name: 'ann' }");
        CallOptions brief = CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS);
        assertThat(failure(() -> call(client, "last", "name: 'ann'", brief)).getStatus().getCode())
                .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(waiting.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
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
        assertThat(waiting.begun.await(30, TimeUnit.SECONDS)).isTrue();
        future.cancel(true);
        assertThat(waiting.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aLostConnectionInterruptsItsCalls() throws Exception {
        Waiting waiting = new Waiting();
        ManagedChannel client = client(serve(waiting));
        var pending =
                ClientCalls.futureUnaryCall(
                        client.newCall(stock.grpc("last"), CallOptions.DEFAULT),
                        stock.request("last", "name: 'ann'"));
        assertThat(waiting.begun.await(30, TimeUnit.SECONDS)).isTrue();
        client.shutdownNow();
        assertThat(waiting.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(pending).failsWithin(Duration.ofSeconds(30));
    }

    @Test
    void failuresHaveTheCodesOfGrpc() throws Exception {
        ManagedChannel client = client(serve(new EchoInMemory(), Terms.of("s"), 1000));
        StatusRuntimeException failed = failure(() -> call(client, "fail", "type: 'no-such-user'"));
        assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
        assertThat(failed.getStatus().getDescription()).isEqualTo("as you asked for");
        assertThat(failed.getTrailers().get(key("galley-error"))).isEqualTo("no-such-user");
        assertThat(
                        failure(() -> call(client, "fail", "type: 'already-exists'"))
                                .getStatus()
                                .getCode())
                .isEqualTo(Status.Code.ALREADY_EXISTS);
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
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
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
        assertThat(waiting.begun.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(failure(() -> call(client, "last", "name: 'ann'")).getStatus().getCode())
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        waiting.goOn.countDown();
        assertThat(text(pending.get(30, TimeUnit.SECONDS))).isEmpty();
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

    private static Channel with(ManagedChannel client, Metadata headers) {
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
        assertThat(waiting.begun.await(30, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Boolean> drained =
                CompletableFuture.supplyAsync(() -> drain(slow, Duration.ofSeconds(20)));
        await().until(() -> refuses(slow));
        assertThat(drained).isNotDone();
        waiting.goOn.countDown();
        assertThat(text(pending.get(30, TimeUnit.SECONDS))).isEmpty();
        assertThat(drained.get(30, TimeUnit.SECONDS)).isTrue();
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
}
