// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// What a stock client knows of {@link Echo}: the exported `.proto`, read by protoc.
final class Stock {
    /// Where the processor has written it.
    static final Path PROTOS = Path.of("target/test-classes/META-INF/galley/proto");

    private final Map<String, FileDescriptor> files = new HashMap<>();

    Stock(Path folder) throws Exception {
        Path out = folder.resolve("descriptors");
        Process protoc =
                new ProcessBuilder(
                                "protoc",
                                "--include_imports",
                                "--descriptor_set_out=" + out,
                                "-I",
                                PROTOS.toString(),
                                PROTOS.resolve("Echo.proto").toString())
                        .inheritIO()
                        .start();
        assertThat(protoc.waitFor()).isZero();
        for (FileDescriptorProto file :
                FileDescriptorSet.parseFrom(Files.readAllBytes(out)).getFileList()) {
            FileDescriptor[] imports =
                    file.getDependencyList().stream()
                            .map(files::get)
                            .toArray(FileDescriptor[]::new);
            files.put(file.getName(), FileDescriptor.buildFrom(file, imports));
        }
    }

    private MethodDescriptor method(String name) {
        return files.get("Echo.proto").findServiceByName("Echo").findMethodByName(name);
    }

    /// A request, as protobuf's text format has it.
    DynamicMessage request(String method, String text) throws TextFormat.ParseException {
        var builder = DynamicMessage.newBuilder(method(method).getInputType());
        TextFormat.merge(text, builder);
        return builder.build();
    }

    io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> grpc(String name) {
        MethodDescriptor method = method(name);
        return io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                .setFullMethodName("Echo/" + name)
                .setType(type(method))
                .setRequestMarshaller(new Messages(method.getInputType()))
                .setResponseMarshaller(new Messages(method.getOutputType()))
                .build();
    }

    private static MethodType type(MethodDescriptor method) {
        boolean client = method.isClientStreaming(), server = method.isServerStreaming();
        if (client) return server ? MethodType.BIDI_STREAMING : MethodType.CLIENT_STREAMING;
        return server ? MethodType.SERVER_STREAMING : MethodType.UNARY;
    }

    private record Messages(Descriptor type) implements Marshaller<DynamicMessage> {
        @Override
        public InputStream stream(DynamicMessage value) {
            return new ByteArrayInputStream(value.toByteArray());
        }

        @Override
        public DynamicMessage parse(InputStream stream) {
            try {
                return DynamicMessage.parseFrom(type, stream);
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalArgumentException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
