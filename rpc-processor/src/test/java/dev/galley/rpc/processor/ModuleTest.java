// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleTest {
    @TempDir private Path folder;

    @Test
    void modulesAreListedByNameWithTheirClasses() {
        var compiled =
                compile(
                        """
                        public class Rooms {
                            public record Settings(int most) {}
                            @Module("chat-rooms")
                            public static class InMemory implements Users {
                                public InMemory(Users others, Settings settings) {}
                                InMemory() {}
                            }
                            @Module("admin")
                            public static class Admin extends InMemory {
                                public Admin() {}
                            }
                            @Module("door")
                            public static class Door {
                                public Door(Users served, Endpoints endpoints) {}
                            }
                        }
                        """);
        assertThat(compiled.orFail().text("META-INF/galley/modules"))
                .isEqualTo(
                        "admin = chat.Rooms$Admin\nchat-rooms = chat.Rooms$InMemory\n"
                                + "door = chat.Rooms$Door\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    public class Rooms implements Users { Rooms() {} } | this has none
                    public class Rooms implements Users { public Rooms() {} public Rooms(Users u) {} } | this has 2
                    public class Rooms implements Users { public Rooms(int a) {} } | `a` is none of them
                    public class Rooms implements Users { public Rooms(Runnable a) {} } | `a` is none of them
                    public class Rooms implements Users { public Rooms(A a, A b) {} } | `a` is its configuration already
                    public abstract class Rooms implements Users { public Rooms() {} } | of which there can be an object
                    public interface Rooms extends Users {} | of which there can be an object
                    public class Rooms<T> implements Users { public Rooms() {} } | a module cannot be generic
                    class Rooms implements Users { public Rooms() {} } | a module is public
                    """)
    void aClassThatCannotBeMadeIsRefused(String module, String sentence) {
        assertThat(compile("@Module(\"rooms\") " + module).errors())
                .singleElement()
                .asString()
                .contains(sentence);
    }

    @ParameterizedTest
    @CsvSource({"Rooms", "chat rooms", "''", "a--b", "-a"})
    void aNameThatIsNotInKebabCaseIsRefused(String name) {
        String module = "public class Rooms implements Users { public Rooms() {} }";
        assertThat(compile("@Module(\"%s\") %s".formatted(name, module)).errors())
                .singleElement()
                .asString()
                .contains("write it like \"chat-rooms\"");
    }

    @Test
    void twoModulesOfOneNameAreRefused() {
        var compiled =
                compile(
                        """
                        public class Rooms {
                            @Module("a")
                            public static class One implements Users { public One() {} }
                            @Module("a")
                            public static class Two implements Users { public Two() {} }
                        }
                        """);
        assertThat(compiled.errors()).singleElement().asString().contains("give each its own name");
    }

    private Javac.Compiled compile(String module) {
        return new Javac(folder)
                .compile(
                        "package chat;\n" + module,
                        "package chat;\npublic record A(int a) {}",
                        "package chat;\n@Service public interface Users {}");
    }
}
