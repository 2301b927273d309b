// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.rpc;

import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// By gRPC-java as it is fastest with blocking code: virtual threads on both sides.
final class GrpcEcho implements Echo {
    private static final MethodDescriptor<byte[], byte[]> ECHO = echo(new Bytes());

    /// A message of one field, for a server that reads it.
    private static final MethodDescriptor<byte[], byte[]> FIELD = echo(new Field());

    private final ManagedChannel channel;
    private final MethodDescriptor<byte[], byte[]> method;

    private GrpcEcho(int port, MethodDescriptor<byte[], byte[]> method) {
        this.method = method;
        channel =
                NettyChannelBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .usePlaintext()
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    /// Messages are arrays as they are, so that no codec is measured.
    static GrpcEcho ofBytes(int port) {
        return new GrpcEcho(port, ECHO);
    }

    /// Messages are protobuf, of one field.
    static GrpcEcho ofField(int port) {
        return new GrpcEcho(port, FIELD);
    }

    private static MethodDescriptor<byte[], byte[]> echo(
            MethodDescriptor.Marshaller<byte[]> marshaller) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("Echo/echo")
                .setRequestMarshaller(marshaller)
                .setResponseMarshaller(marshaller)
                .build();
    }

    static Service serve() throws IOException {
        ServerServiceDefinition service =
                ServerServiceDefinition.builder("Echo")
                        .addMethod(
                                ECHO,
                                ServerCalls.asyncUnaryCall((request, response) -> {
                                    response.onNext(request);
                                    response.onCompleted();
                                }))
                        .build();
        Server server =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .addService(service)
                        .build()
                        .start();
        return new Service() {
            @Override
            public int port() {
                return server.getPort();
            }

            @Override
            public void close() {
                server.shutdownNow();
            }
        };
    }

    @Override
    public byte[] call(byte[] message) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS);
        return ClientCalls.blockingUnaryCall(channel, method, options, message);
    }

    @Override
    public void close() {
        channel.shutdownNow();
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

    private static final class Field implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            Writer out = new Writer();
            GalleyServer.CODEC.write(out, value);
            return new ByteArrayInputStream(out.toByteArray());
        }

        @Override
        public byte[] parse(InputStream stream) {
            try (stream) {
                return GalleyServer.CODEC.read(new Reader(stream.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
