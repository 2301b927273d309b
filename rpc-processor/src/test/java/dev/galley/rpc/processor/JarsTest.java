// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Contracts whose types were compiled before.
class JarsTest {
    private static final String USES =
            """
            package app;
            @Service
            public interface Map {
                Place find(lib.Point point, lib.Kind kind, lib.Shape shape);
                record Place(List<lib.Point> points, Optional<lib.Kind> kind) {}
            }
            """;

    @TempDir private Path library;
    @TempDir private Path program;
    private Javac.Compiled compiled;

    @BeforeEach
    void compileLibrary() {
        compiled =
                new Javac(library)
                        .compile(
                                "package lib;\npublic record Point(int x, int y) {}",
                                "package lib;\npublic enum Kind { A, B }",
                                "package lib;\npublic sealed interface Shape {"
                                        + " record Dot(Point at) implements Shape {} }",
                                "package lib;\n@Service public interface Draw {"
                                        + " Point draw(Kind kind, Shape shape); }")
                        .orFail();
    }

    @Test
    void typesOfAnotherJarAreWrittenByTheCodecsThatItBrings() throws IOException {
        Javac javac = new Javac(program).withClassPath(compiled.classes());
        var uses = javac.compile(USES).orFail();
        Model place = new Model(uses.loader(), "app.Map_Place");
        String json = "{\"points\":[{\"x\":1,\"y\":-2}],\"kind\":\"B\"}";
        Object read = place.fromJson(json.getBytes(StandardCharsets.UTF_8));
        assertThat(place.fromProtobuf(place.protobuf(read)))
                .isEqualTo(read)
                .hasToString("Place[points=[Point[x=1, y=-2]], kind=Optional[B]]");
        assertThat(Files.readString(javac.lock())).doesNotContain("message lib.");
    }

    @Test
    void protoFilesImportThoseOfTheOtherJar() {
        var uses = new Javac(program).withClassPath(compiled.classes()).compile(USES).orFail();
        assertThat(uses.text("META-INF/galley/proto/Map.proto"))
                .contains("import \"app/Map.proto\";")
                .contains("import \"lib/Point.proto\";")
                .contains(".lib.Point point = 1;  // required");
    }

    @Test
    void aServiceThatIsNotCompiledAgainStaysInTheLockFile() throws IOException {
        Javac again = new Javac(library).withClassPath(compiled.classes());
        again.compile("package lib;\n@Service public interface More { Point more(); }").orFail();
        assertThat(Files.readString(again.lock()))
                .contains("service Draw = lib.Draw\n", "service More = lib.More\n")
                .contains("message lib.Point\n  1 x: int\n  2 y: int\n");
    }

    @Test
    void recordsThatNameEachOtherShareAFile() {
        var cycle =
                new Javac(program)
                        .compile(
                                "package app;\npublic record B(List<A> a) {}",
                                "package app;\npublic record A(@Nullable B b) {}",
                                "package app;\n@Service public interface S { B b(); }")
                        .orFail();
        assertThat(cycle.text("META-INF/galley/proto/app/A.proto"))
                .contains("message A {", "message B {");
        assertThat(cycle.text("META-INF/galley/proto/S.proto")).contains("import \"app/A.proto\"");
        assertThat(cycle.classes().resolve("META-INF/galley/proto/app/B.proto")).doesNotExist();
    }

    @Test
    void aNumberThatWasRemovedIsReservedInTheProtoFile() {
        Javac javac = new Javac(program);
        String service = "package app;\n@Service public interface S { A a(); }";
        javac.compile(service, "package app;\npublic record A(@Nullable String b, int c) {}")
                .orFail();
        var later = javac.compile(service, "package app;\npublic record A(int c) {}").orFail();
        assertThat(later.text("META-INF/galley/proto/app/A.proto"))
                .contains("message A {\n  reserved 1;\n  int32 c = 2;\n}");
    }
}
