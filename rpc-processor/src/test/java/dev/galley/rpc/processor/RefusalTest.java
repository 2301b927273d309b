// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A mistake of a contract is a compile error that says what would be right.
class RefusalTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    <T> T get(T a);                    | cannot be generic: write one for each type
                    int a(); int a(int b);             | already, and a name is all that goes over
                    int a(); int A();                  | there is a method `a` already
                    int a() throws java.io.IOException;| remove `throws java.io.IOException`
                    default int a() { return 1; }      | a method with a body would run at the caller
                    String toString();                 | every object has this method
                    int notify(int a);                 | every object has this method
                    List a();                          | java.util.List is a raw type
                    Optional a();                      | java.util.Optional is a raw type
                    Stream a();                        | say of what it is a stream
                    List<?> a();                       | a wildcard says too little
                    List<? extends String> a();        | a wildcard says too little
                    Object a();                        | Object has no form on the wire; allowed are
                    Thread a();                        | allowed are records, enums, sealed
                    Date a();                          | Date has no form on the wire: write Instant
                    Collection<String> a();            | write List
                    OptionalInt a();                   | write Optional<Integer>
                    IntStream a();                     | write Stream<Integer>
                    int[] a();                         | write a List, or byte[]
                    void a(String... b);               | write a List, or byte[]
                    Integer a();                       | write int, or @Nullable Integer if it may be
                    void a(Boolean b);                 | write boolean, or @Nullable Boolean
                    @Nullable int a();                 | int is never null: write @Nullable Integer
                    void a(@Nullable byte[] b);        | write `byte @Nullable []`
                    @Nullable List<String> a();        | an empty collection says as much
                    List<@Nullable String> a();        | the elements of List cannot be null
                    @Nullable Optional<String> a();    | an Optional is never null
                    Optional<List<String>> a();        | Optional cannot hold a List
                    List<Optional<String>> a();        | List cannot hold a Optional
                    List<List<String>> a();            | put that into a record of its own
                    Map<String, List<String>> a();     | Map cannot hold a List
                    Set<byte[]> a();                   | two byte[] are never equal
                    Map<UUID, String> a();             | the keys of a Map must be
                    Map<Float, String> a();            | the keys of a Map must be
                    Map<Kind, String> a();             | the keys of a Map must be
                    void a(Optional<String> b);        | write @Nullable String
                    void a(Optional<Integer> b);       | write @Nullable Integer
                    void a(Stream<String> b, int c);   | a Stream is the only parameter of a method
                    void a(List<Stream<String>> b);    | List cannot hold a Stream
                    Stream<Optional<String>> a();      | the elements of a stream cannot be absent
                    @Idempotent void a(Stream<String> b); | cannot be sent twice: remove @Idempotent
                    java.util.concurrent.Future<String> a(); | return the value itself
                    void grüßen();                     | use letters of ASCII, digits and _
                    Missing a();                       | Missing cannot be found
                    Hidden a();                        | chat.Hidden is not public
                    Wrapped<String> a();               | chat.Wrapped is generic
                    Plain a();                         | has no form on the wire; allowed are
                    Open a();                          | has no form on the wire; allowed are
                    Endless a();                       | always holds another one of its kind
                    None a();                          | an enum without constants
                    Mixed a();                         | what it permits are records: make Plain one
                    Streamed a();                      | elsewhere write a List
                    void a(int userId, int user_id);   | `userId` and `user_id` are the same name
                    Twice a();                         | `a_b` and `aB` are the same name in .proto
                    Turned a();                        | `ON` and `on` are the same name in .proto
                    Two a();                           | `Dot` and `Dot` are the same name in .proto
                    """)
    void aMethodThatCannotBeCalledFromElsewhereIsRefused(String method, String sentence) {
        assertThat(compile("@Service public interface Users { " + method + " }").errors())
                .anyMatch(error -> error.contains(sentence));
    }

    static Stream<String[]> services() {
        return Stream.of(
                new String[] {"@Service public class Users {}", "belongs on an interface"},
                new String[] {"@Service interface Users {}", "a service is public"},
                new String[] {"@Service public interface Users<T> {}", "cannot be generic"},
                new String[] {
                    "@Service public interface Users extends AutoCloseable {}", "extends nothing"
                },
                new String[] {
                    "@Service(\"a/b\") public interface Users {}", "name on the wire: use letters"
                },
                new String[] {
                    """
                    public interface Users {
                        @Service("A") interface B {}
                        @Service interface A {}
                    }
                    """,
                    "is called A on the wire already"
                },
                new String[] {
                    """
                    @Service public sealed interface Users {
                        record A() implements Users {}
                    }
                    """,
                    "it cannot be sealed"
                });
    }

    @ParameterizedTest
    @MethodSource("services")
    void anInterfaceThatCannotBeAServiceIsRefused(String service, String sentence) {
        assertThat(compile(service).errors()).anyMatch(error -> error.contains(sentence));
    }

    @Test
    void everyMistakeIsToldWhereItIs() {
        var compiled =
                compile(
                        """
                        @Service
                        public interface Users {
                            Thread first();
                            record Two(int fine, Object wrong) {}
                            Two second(Date when);
                            Two third();
                        }
                        """);
        assertThat(compiled.diagnostics())
                .extracting(d -> d.getLineNumber())
                .containsExactlyInAnyOrder(4L, 5L, 6L);
    }

    @Test
    void ofRecordsThatNeverEndOnlyThoseAreToldThatHoldThemselves() {
        var compiled =
                compile(
                        """
                        @Service
                        public interface Users {
                            record Holder(Endless fine) {}
                            record Left(Right right) implements Between {}
                            record Right(Between between) {}
                            sealed interface Between permits Left {}
                            Holder holder();
                            Left left();
                        }
                        """);
        assertThat(compiled.errors())
                .hasSize(3)
                .allMatch(e -> e.matches("chat.(Endless|Users.Left|Users.Right) always holds .*"));
    }

    @Test
    void withoutALockFileNothingIsWritten() {
        Javac javac = new Javac(folder, java.util.List.of(), java.util.List.of());
        assertThat(javac.compile("package chat;\n@Service public interface Users {}").errors())
                .singleElement()
                .asString()
                .contains("say where by -Agalley.lock=FILE");
    }

    @Test
    void aRefusedContractLeavesTheLockFileAlone() {
        compile("@Service public interface Users { Thread a(); int b(); }");
        assertThat(Files.exists(new Javac(folder).lock())).isFalse();
    }

    @Test
    void twoPackagesWhoseRecordsHoldEachOtherAreRefused() {
        var compiled =
                new Javac(folder)
                        .compile(
                                "package a;\npublic record A(List<b.B> b) {}",
                                "package b;\npublic record B(List<a.A> a) {}",
                                "package a;\n@Service public interface S { A a(); }");
        assertThat(compiled.errors()).allMatch(e -> e.contains("put them into one")).hasSize(2);
    }

    @Test
    void aTypeOfAnotherJarWithoutACodecIsRefused() {
        var other = new Javac(folder).compile("package lib;\npublic record Point(int x) {}");
        var compiled =
                new Javac(folder)
                        .withClassPath(other.orFail().classes())
                        .compile(
                                "package chat;\n"
                                        + "@Service public interface Users { lib.Point a(); }");
        assertThat(compiled.errors())
                .singleElement()
                .asString()
                .contains("lib.Point comes from another jar, without a codec");
    }

    private Javac.Compiled compile(String service) {
        return new Javac(folder)
                .compile(
                        "package chat;\n" + service,
                        "package chat;\nrecord Hidden(int a) {}",
                        "package chat;\npublic record Wrapped<T>(T a) {}",
                        "package chat;\npublic final class Plain implements Mixed {}",
                        "package chat;\npublic interface Open {}",
                        "package chat;\npublic record Endless(int a, Endless again) {}",
                        "package chat;\npublic enum None {}",
                        "package chat;\npublic enum Kind { A }",
                        "package chat;\npublic record Twice(int a_b, int aB) {}",
                        "package chat;\npublic enum Turned { ON, on }",
                        "package chat;\npublic sealed interface Two permits One.Dot, Other.Dot {}",
                        "package chat;\npublic interface One { record Dot() implements Two {} }",
                        "package chat;\npublic interface Other { record Dot() implements Two {} }",
                        "package chat;\npublic record Streamed(Stream<String> a) {}",
                        "package chat;\npublic sealed interface Mixed permits Plain {}");
    }
}
