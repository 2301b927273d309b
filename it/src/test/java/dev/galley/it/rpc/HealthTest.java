// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import dev.galley.rpc.wire.Secret;
import dev.galley.rpc.wire.Terms;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

/// `grpc.health.v1`, as Kubernetes and clients of gRPC ask for it; its messages by hand.
@Needs("protoc")
class HealthTest extends GrpcCalls {
    private static final byte[] ANY = {};
    private static final byte[] SERVING = {8, 1};
    private static final byte[] NOT_SERVING = {8, 2};
    private static final byte[] SERVICE_UNKNOWN = {8, 3};

    /// `service` in a request.
    private static byte[] of(String service) {
        byte[] name = service.getBytes(US_ASCII);
        byte[] message = new byte[name.length + 2];
        message[0] = 10;
        message[1] = (byte) name.length;
        System.arraycopy(name, 0, message, 2, name.length);
        return message;
    }

    private static byte[] check(ManagedChannel client, byte[] request) {
        return ClientCalls.blockingUnaryCall(
                client, method("Check", MethodType.UNARY), CallOptions.DEFAULT, request);
    }

    private static Iterator<byte[]> watch(ManagedChannel client, byte[] request) {
        return ClientCalls.blockingServerStreamingCall(
                client, method("Watch", MethodType.SERVER_STREAMING), CallOptions.DEFAULT, request);
    }

    @Test
    void aServerAndItsServicesAreWell() throws Exception {
        ManagedChannel client = client(serve(new EchoInMemory()));
        assertThat(check(client, ANY)).isEqualTo(SERVING);
        assertThat(check(client, of("Echo"))).isEqualTo(SERVING);
        assertThat(failure(() -> check(client, of("Ech"))).getStatus().getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
        assertThat(watch(client, of("Ech")).next()).isEqualTo(SERVICE_UNKNOWN);
    }

    @Test
    void whoWatchesIsToldOfTheShutdownAndDoesNotHoldItUp() throws Exception {
        Faces faces = serve(new EchoInMemory());
        Iterator<byte[]> seen = watch(client(faces), ANY);
        assertThat(seen.next()).isEqualTo(SERVING);
        assertThat(faces.server.drain(Duration.ofSeconds(10))).isTrue();
        assertThat(seen.next()).isEqualTo(NOT_SERVING);
        assertThat(seen.hasNext()).isFalse();
    }

    @Test
    void aWatchThatIsGivenUpEnds() throws Exception {
        Faces faces = serve(new EchoInMemory());
        ManagedChannel client = client(faces);
        assertThat(watch(client, ANY).next()).isEqualTo(SERVING);
        client.shutdownNow();
        Soon.until(() -> faces.server.connections() == 0);
    }

    /// A probe of Kubernetes can say no secret.
    @Test
    void aProbeNeedsNoSecretAndGetsNoFurtherWithoutIt() throws Exception {
        Secret secret = new Secret("correct horse battery staple".getBytes(US_ASCII));
        ManagedChannel client =
                client(serve(new EchoInMemory(), Terms.of("s").withSecret(secret), 10));
        assertThat(check(client, ANY)).isEqualTo(SERVING);
        assertThat(failure(() -> watch(client, ANY).next()).getStatus().getCode())
                .isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(failure(() -> check(client, new byte[2000])).getStatus().getCode())
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setFullMethodName("grpc.health.v1.Health/" + name)
                .setType(type)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try (stream) {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
