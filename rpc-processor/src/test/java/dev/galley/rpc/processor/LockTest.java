// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What may change in a contract that is in service, and what may not.
class LockTest {
    private static final String METHODS = "User find(String name); void log(int n);";
    private static final String USER = "public record User(String name, @Nullable String nick) {}";
    private static final String KIND = "public enum Kind { A, B }";
    private static final String SHAPE =
            """
            public sealed interface Shape {
                record Dot(int x) implements Shape {}
                record Line(int length) implements Shape {}
            }
            """;

    @TempDir private Path folder;
    private Javac javac;
    private String before;

    @BeforeEach
    void beInService() throws IOException {
        javac = new Javac(folder);
        compile(METHODS, USER, KIND, SHAPE).orFail();
        before = Files.readString(javac.lock());
    }

    @Test
    void whatIsNewIsPinnedInTheOrderOfItsDeclaration() {
        assertThat(before)
                .contains("service Users = chat.Users\n  1 find: unary\n  2 log: unary\n")
                .contains("message Users/FindRequest\n  1 name: String\n")
                .contains("message Users/LogResponse\n\n")
                .contains("message chat.User\n  1 name: String\n  2 nick: String?\n")
                .contains("enum chat.Kind\n  1 A\n  2 B\n")
                .contains("union chat.Shape\n  1 dot: chat.Shape.Dot\n  2 line: chat.Shape.Line\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Optional<String> age, String name, @Nullable String nick | 3 age: String?
                    String name, List<Integer> ages, @Nullable String nick   | 3 ages: List<int>
                    Map<String,Long> age, String name, @Nullable String nick | 3 age: Map<String,long>
                    @Nullable String nick, String name                       | 2 nick: String?
                    String name, Optional<String> nick                       | 2 nick: String?
                    String name                                              | removed 2 nick: String?
                    String name, @Nullable Integer nick2                     | 3 nick2: int?
                    """)
    void aRecordMayChangeInWhatCanBeAbsent(String components, String line) throws IOException {
        compile(METHODS, "public record User(%s) {}".formatted(components), KIND, SHAPE).orFail();
        assertThat(Files.readString(javac.lock())).contains("\n  " + line + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    String name, @Nullable String nick, int age | `age` is new in message chat.User, and running peers do not send it
                    String name, @Nullable String nick, Kind k  | declare it @Nullable, an Optional or a collection
                    @Nullable String nick                       | `name` is gone from message chat.User, and running peers need it
                    int name, @Nullable String nick             | `name` of message chat.User was String and is int
                    @Nullable String name, @Nullable String nick| `name` of message chat.User was String and is String?
                    String name, String nick                    | `nick` of message chat.User was String? and is String
                    String name, List<String> nick              | leave it, and add another one beside it
                    """)
    void aRecordMustNotChangeInWhatRunningPeersRelyOn(String components, String sentence) {
        var compiled =
                compile(METHODS, "public record User(%s) {}".formatted(components), KIND, SHAPE);
        assertThat(compiled.errors()).singleElement().asString().contains(sentence);
        assertThat(javac.lock()).hasContent(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    User find(String name, @Nullable Integer age); void log(int n);  | 2 age: int?
                    User find(String name); void log(int n); void more();             | 4 more: unary
                    User find(String name); @Nullable User log(int n);                | 1 result: chat.User?
                    @Idempotent User find(String name); void log(int n);              | 1 find: unary
                    """)
    void aServiceMayGrow(String methods, String line) throws IOException {
        compile(methods, USER, KIND, SHAPE).orFail();
        assertThat(Files.readString(javac.lock())).contains("\n  " + line + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    User find(String name);                            | `log` is gone from service Users
                    User find(String name); void log(int n, int m);    | `m` is new in message Users/LogRequest, and running peers do not send it: declare it @Nullable or as a collection
                    User find(String name); int log(int n);            | `result` is new in message Users/LogResponse
                    void find(String name); void log(int n);           | `result` is gone from message Users/FindResponse
                    User find(String name); void log(long n);          | `n` of message Users/LogRequest was int and is long
                    Stream<User> find(String name); void log(int n);   | `find` was unary and is server-stream
                    """)
    void aServiceMustNotChangeInWhatRunningPeersCall(String methods, String sentence) {
        assertThat(compile(methods, USER, KIND, SHAPE).errors())
                .anyMatch(error -> error.contains(sentence));
        assertThat(javac.lock()).hasContent(before);
    }

    @Test
    void constantsAndKindsComeAndGoAndKeepTheirNumbers() throws IOException {
        String shape =
                "public sealed interface Shape { record Box() implements Shape {} "
                        + "record Dot(int x) implements Shape {} }";
        compile(METHODS, USER, "public enum Kind { C, B }", shape).orFail();
        assertThat(Files.readString(javac.lock()))
                .contains("enum chat.Kind\n  removed 1 A\n  2 B\n  3 C\n")
                .contains("  1 dot: chat.Shape.Dot\n  removed 2 line: chat.Shape.Line\n  3 box: ");
    }

    @Test
    void aNumberIsNeverUsedAgain() throws IOException {
        compile(METHODS, "public record User(String name) {}", KIND, SHAPE).orFail();
        compile(METHODS, USER, KIND, SHAPE).orFail();
        assertThat(Files.readString(javac.lock()))
                .contains("  1 name: String\n  removed 2 nick: String?\n  3 nick: String?\n");
    }

    @Test
    void whatIsMarkedRemovedInTheFileMayGo() throws IOException {
        Files.writeString(javac.lock(), before.replace("  2 log:", "  removed 2 log:"));
        var compiled = compile("User find(String name);", USER, KIND, SHAPE).orFail();
        assertThat(Files.readString(javac.lock())).contains("  removed 2 log: unary\n");
        assertThat(compiled.text("META-INF/galley/proto/Users.proto")).doesNotContain("log");
    }

    @Test
    void aServiceThatIsGoneFailsTheBuild() {
        var compiled = javac.compile("package chat;\n@Service public interface Groups {}");
        assertThat(compiled.errors())
                .singleElement()
                .asString()
                .contains("service Users (chat.Users) is gone, and running peers need it");
    }

    @Test
    void soItDoesWhenItWasTheOnlyOne() {
        assertThat(javac.compile("package chat;\npublic interface Users {}").errors())
                .singleElement()
                .asString()
                .contains("write `removed` before `service Users` in the lock file");
    }

    @Test
    void aServiceThatIsMarkedRemovedMayGo() throws IOException {
        Files.writeString(javac.lock(), before.replace("service Users", "removed service Users"));
        javac.compile("package chat;\n@Service public interface Groups {}").orFail();
        assertThat(Files.readString(javac.lock())).contains("removed service Users = chat.Users\n");
    }

    @Test
    void aServiceMayMoveIfItKeepsItsNameOnTheWire() throws IOException {
        javac.compile(
                        "package chat;\n@Service(\"Users\") public interface People {"
                                + " Both types(Shape s); "
                                + METHODS
                                + "}",
                        "package chat;\n" + USER,
                        "package chat;\n" + KIND,
                        "package chat;\n" + SHAPE,
                        "package chat;\npublic record Both(Kind kind, Shape shape) {}")
                .orFail();
        assertThat(javac.lock())
                .hasContent(before.replace("Users = chat.Users", "Users = chat.People"));
    }

    @Test
    void aRecordMustNotBecomeAnEnum() {
        assertThat(compile(METHODS, "public enum User { A }", KIND, SHAPE).errors())
                .anyMatch(e -> e.contains("enum chat.User was message chat.User"));
    }

    @Test
    void onABuildServerTheFileIsFrozenUnlessTheCompilerIsToldOtherwise() {
        Map<String, String> ci = Map.of("CI", "true");
        assertThat(Options.of(Map.of(), ci).frozen()).isTrue();
        assertThat(Options.of(Map.of(), Map.of()).frozen()).isFalse();
        assertThat(Options.of(Map.of(Options.FROZEN, "false"), ci).frozen()).isFalse();
        assertThat(Options.of(Map.of(Options.FROZEN, "true"), Map.of()).frozen()).isTrue();
    }

    @Test
    void aFrozenFileMustBeUpToDate() {
        Javac frozen = javac.with("-Agalley.lock.frozen=true");
        frozen.compile(sources(METHODS, USER, KIND, SHAPE)).orFail();
        var compiled = frozen.compile(sources(METHODS + "void more();", USER, KIND, SHAPE));
        assertThat(compiled.errors())
                .singleElement()
                .asString()
                .contains("is not up to date (`message Users/MoreRequest`): compile once without");
        assertThat(javac.lock()).hasContent(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    '  2 nick: String?'| '  1 nick: String?'  | number 1 stands twice in message chat.User, for `name` and for `nick`
                    '  2 nick: String?'| '  2 name: String'   | `name` stands twice in message chat.User
                    '  2 nick: String?'| '<<<<<<<'            | `<<<<<<<` is neither a section
                    'enum chat.Kind'   | 'message chat.User'  | message chat.User stands twice
                    """)
    void aFileThatWasMergedWrongSaysWhere(String line, String wrong, String sentence)
            throws IOException {
        Files.writeString(javac.lock(), before.replace(line, wrong));
        assertThat(compile(METHODS, USER, KIND, SHAPE).errors())
                .singleElement()
                .asString()
                .containsPattern("galley\\.lock:\\d+: ")
                .contains(sentence);
    }

    private Javac.Compiled compile(String methods, String user, String kind, String shape) {
        return javac.compile(sources(methods, user, kind, shape));
    }

    private static String[] sources(String methods, String user, String kind, String shape) {
        return new String[] {
            "package chat;\n@Service public interface Users { "
                    + methods
                    + " Both types(Shape s); }",
            "package chat;\n" + user,
            "package chat;\n" + kind,
            "package chat;\n" + shape,
            "package chat;\npublic record Both(Kind kind, Shape shape) {}"
        };
    }
}
