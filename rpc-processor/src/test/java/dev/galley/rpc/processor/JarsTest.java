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

/// Contracts in odd company: types that were compiled before, that name each other, that have the
/// names of generated ones.
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
    void typesMayHaveTheNamesThatGeneratedCodeUses() {
        new Javac(program)
                .compile(
                        """
                        package app;
                        @Service
                        public interface Contract {
                            record Stub(Local local, Kind kind) {}
                            record Local(List<Caller> callers, Optional<Method> methods) {}
                            record Caller(Map<String, Codec> codecs, Set<Handler> handlers) {}
                            record Method() {}
                            record Handler() {}
                            enum Kind { A }
                            Stub call(Stub request, Local thrown, Kind implementation);
                            Stream<GetRequest> get(GetRequest caller);
                            Stream<Object_> put(Stream<Object_> target);
                        }
                        """,
                        "package app;\npublic record GetRequest(Reader in, Writer out) {}",
                        "package app;\npublic record Object_(Elements Elements) {}",
                        "package app;\npublic record Reader() {}",
                        "package app;\npublic record Writer() {}",
                        "package app;\npublic record Codec() {}",
                        "package app;\npublic record Elements() {}")
                .orFail();
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
