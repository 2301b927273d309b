// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import dev.galley.rpc.wire.Terms;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Servers of {@link Echo} and stock clients of gRPC-Java, which know its `.proto` alone.
abstract class GrpcCalls {
    static Stock stock;
    private final List<AutoCloseable> ends = new ArrayList<>();

    @BeforeAll
    static void read(@TempDir Path folder) throws Exception {
        stock = new Stock(folder);
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable end : ends.reversed()) end.close();
    }

    final Faces serve(Echo service) throws Exception {
        return serve(service, Terms.of("server"), 1000);
    }

    final Faces serve(Echo service, Terms terms, int most) throws Exception {
        Faces faces = new Faces(service, terms, most);
        ends.add(faces);
        return faces;
    }

    final ManagedChannel client(Faces faces) {
        return client(NettyChannelBuilder.forAddress("127.0.0.1", faces.port()));
    }

    final ManagedChannel client(NettyChannelBuilder builder) {
        ManagedChannel channel = builder.usePlaintext().build();
        ends.add(() -> {
            channel.shutdownNow();
            channel.awaitTermination(30, TimeUnit.SECONDS);
        });
        return channel;
    }

    static String call(ManagedChannel client, String method, String request) throws Exception {
        return call(client, method, request, CallOptions.DEFAULT);
    }

    static String call(Channel client, String method, String request, CallOptions options)
            throws Exception {
        DynamicMessage response =
                ClientCalls.blockingUnaryCall(
                        client, stock.grpc(method), options, stock.request(method, request));
        return text(response);
    }

    static String text(DynamicMessage message) {
        return TextFormat.printer().emittingSingleLine(true).printToString(message);
    }

    static StatusRuntimeException failure(ThrowingCallable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call);
    }
}
