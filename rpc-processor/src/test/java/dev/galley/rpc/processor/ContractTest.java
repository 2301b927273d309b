// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.rpc.Binding;
import dev.galley.rpc.Caller;
import dev.galley.rpc.Contract;
import dev.galley.rpc.Contracts;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A service by its contract: a program that uses one is compiled and run.
class ContractTest {
    private static final String SERVICE =
            """
            package chat;
            public class Rooms {
                @Service("Chat")
                public interface Users {
                    @Idempotent Profile register(String name, @Nullable Integer age);
                    void forget(String name);
                    Optional<Profile> find(String name);
                    @Nullable String nick(String name);
                    java.util.List<String> names(Map<String, Integer> ages, Set<Long> ids);
                    Stream<String> letters(String word);
                    int count(Stream<String> words);
                    Stream<Integer> lengths(Stream<String> words);
                    record Profile(String name, int age) {}
                    interface List {}
                }
            }
            """;

    private static final String SERVED =
            """
            package chat;
            public class Served implements Rooms.Users {
                @Override public Profile register(String name, @Nullable Integer age) {
                    if (name.isEmpty()) return null;
                    return new Profile(name, age == null ? -1 : age);
                }
                @Override public void forget(String name) {
                    throw new IllegalArgumentException(name);
                }
                @Override public Optional<Profile> find(String name) {
                    return Optional.of(name).filter(n -> n.equals("ann")).map(n -> register(n, 1));
                }
                @Override public @Nullable String nick(String name) {
                    return name.isEmpty() ? null : name.substring(1);
                }
                @Override public java.util.List<String> names(
                        Map<String, Integer> ages, Set<Long> ids) {
                    return java.util.List.of("" + ages, "" + ids);
                }
                @Override public Stream<String> letters(String word) {
                    return word.chars().mapToObj(c -> {
                        if (c == '!') throw new IllegalStateException("shouted");
                        return "" + (char) c;
                    }).onClose(() -> System.setProperty("chat.closed", word));
                }
                @Override public int count(Stream<String> words) {
                    return (int) words.count();
                }
                @Override public Stream<Integer> lengths(Stream<String> words) {
                    return words.map(String::length);
                }
            }
            """;

    private static final String PROGRAM =
            """
            package chat;
            public class Program implements java.util.concurrent.Callable<String> {
                private final Rooms.Users users;
                public Program(boolean remote,
                        java.util.function.Function<List<Binding<?, ?>>, Caller> callers) {
                    Contract<Rooms.Users> contract = Contracts.of(Rooms.Users.class);
                    Rooms.Users served = new Served();
                    users = remote
                            ? contract.stub(callers.apply(contract.bind(served)))
                            : contract.local(served);
                }
                @Override public String call() {
                    List<Object> seen = new ArrayList<>();
                    seen.add(users.register("ann", 7));
                    seen.add(users.register("bob", null));
                    seen.add(users.find("ann"));
                    seen.add(users.find("bob"));
                    seen.add(users.nick("x"));
                    seen.add("" + users.nick(""));
                    seen.add(users.names(Map.of("a", 1), Set.of(2L)));
                    try (Stream<String> letters = users.letters("ab!")) {
                        letters.forEach(seen::add);
                    } catch (CallException e) {
                        seen.add(e.stage() + " " + e.type() + ": " + e.getMessage());
                    }
                    seen.add(System.clearProperty("chat.closed"));
                    seen.add(users.count(Stream.of("a", "b")));
                    seen.add(users.lengths(Stream.of("abc", "")).toList());
                    try {
                        users.forget("ann");
                    } catch (CallException e) {
                        seen.add(e.stage() + " " + e.type() + ": " + e.getMessage());
                    }
                    return seen.toString();
                }
            }
            """;

    private static ClassLoader loader;

    @BeforeAll
    static void compile(@TempDir Path folder) {
        loader = new Javac(folder).compile(SERVICE, SERVED, PROGRAM).orFail().loader();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aServiceDoesAndFailsAlikeInThisProcessAndElsewhere(boolean remote) throws Exception {
        assertThat(program(remote).call())
                .isEqualTo(
                        "[Profile[name=ann, age=7], Profile[name=bob, age=-1],"
                                + " Optional[Profile[name=ann, age=1]], Optional.empty, , null,"
                                + " [{a=1}, [2]], a, b, FAILED IllegalStateException: shouted, ab!,"
                                + " 2, [3, 0], FAILED IllegalArgumentException: ann]");
    }

    @Test
    void aMethodKnowsItsNameItsNumberAndWhetherItIsIdempotent() throws Exception {
        Contract<?> contract = Contracts.of(loader.loadClass("chat.Rooms$Users"));
        assertThat(contract.name()).isEqualTo("Chat");
        assertThat(contract.methods())
                .extracting(m -> m + " " + m.id() + " " + m.kind() + " " + m.idempotent())
                .startsWith("Chat/register 1 UNARY true", "Chat/forget 2 UNARY false")
                .endsWith(
                        "Chat/letters 6 SERVER_STREAM false",
                        "Chat/count 7 CLIENT_STREAM false",
                        "Chat/lengths 8 BOTH_STREAM false");
    }

    @SuppressWarnings("unchecked") // Program is one
    private static Callable<String> program(boolean remote) throws Exception {
        Function<List<Binding<?, ?>>, Caller> callers = Echoing::new;
        return (Callable<String>)
                loader.loadClass("chat.Program")
                        .getConstructor(boolean.class, Function.class)
                        .newInstance(remote, callers);
    }
}
