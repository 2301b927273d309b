// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is exported as `.proto` is what goes over the wire, as others understand it.
@NeedsProtoc
class ProtoTest {
    private static final Map<String, FileDescriptor> FILES = new HashMap<>();
    private static ClassLoader loader;

    @BeforeAll
    static void compile(@TempDir Path folder) throws Exception {
        Javac.Compiled compiled = new Javac(folder).compile(Model.SOURCES).orFail();
        loader = compiled.loader();
        Path protos = compiled.classes().resolve("META-INF/galley/proto");
        Path out = folder.resolve("descriptors");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "protoc",
                                "--include_imports",
                                "--descriptor_set_out=" + out,
                                "-I"));
        command.add(protos.toString());
        command.addAll(files(protos));
        Path log = folder.resolve("protoc.log");
        Process protoc =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(protoc.waitFor()).as(Files.readString(log)).isZero();
        assertThat(log).isEmptyFile();
        try (InputStream in = Files.newInputStream(out)) {
            for (FileDescriptorProto file : FileDescriptorSet.parseFrom(in).getFileList())
                FILES.put(file.getName(), FileDescriptor.buildFrom(file, imports(file)));
        }
    }

    private static List<String> files(Path protos) throws Exception {
        try (Stream<Path> all = Files.walk(protos)) {
            return all.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }

    private static FileDescriptor[] imports(FileDescriptorProto file) {
        return file.getDependencyList().stream().map(FILES::get).toArray(FileDescriptor[]::new);
    }

    static LongStream seeds() {
        return LongStream.range(1000, 1050);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void protobufReadsAndWritesTheSameBytes(long seed) throws Exception {
        Model all = new Model(loader, "model.All");
        byte[] bytes = all.protobuf(new RandomValues(seed).of(loader.loadClass("model.All")));
        Descriptor type = FILES.get("model/All.proto").findMessageTypeByName("All");
        DynamicMessage message = DynamicMessage.parseFrom(type, bytes);
        assertThat(strangeIn(message)).isEmpty();
        assertThat(message.toByteArray()).isEqualTo(bytes);
    }

    /// Messages within this one, and itself, that have fields which are not in the exported file.
    private static List<Message> strangeIn(Message message) {
        List<Message> strange = new ArrayList<>();
        if (!message.getUnknownFields().asMap().isEmpty()) strange.add(message);
        for (Object value : message.getAllFields().values())
            for (Object part : value instanceof List<?> list ? list : List.of(value))
                if (part instanceof Message inner) strange.addAll(strangeIn(inner));
        return strange;
    }

    @Test
    void aServiceHasTheNameThatCallsGoTo() {
        var service = FILES.get("Store.proto").findServiceByName("Store");
        assertThat(service.getFullName()).isEqualTo("Store");
        assertThat(service.findMethodByName("keep").getInputType().getFullName())
                .isEqualTo("StoreKeepRequest");
    }

    @Test
    void constantsBearTheNameOfTheirEnumAndZeroIsNone() {
        assertThat(FILES.get("model/Color.proto").findEnumTypeByName("Color").getValues())
                .extracting(value -> value.getNumber() + " " + value.getName())
                .containsExactly(
                        "0 COLOR_UNSPECIFIED", "1 COLOR_RED", "2 COLOR_GREEN", "3 COLOR_BLUE");
    }
}
