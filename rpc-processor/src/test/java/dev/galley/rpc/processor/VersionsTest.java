// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.rpc.processor.lock.Evolution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two versions of a program, compared by the lock files that their jars have.
class VersionsTest {
    private static final String BEFORE =
            """
            enum chat.Kind
              1 A
              2 B

            message Users/FindRequest
              1 name: String

            message chat.User
              1 name: String
              2 nick: String?

            service Users = chat.Users
              1 find: unary
              2 log: unary
            """;

    @TempDir private Path folder;

    private static List<String> breaks(String after) throws Exception {
        return Evolution.breaks(Map.of("old.jar", BEFORE), Map.of("new.jar", after));
    }

    @Test
    void theJarHasTheLockFileThatItWasCompiledWith() throws IOException {
        Javac javac = new Javac(folder);
        Javac.Compiled compiled =
                javac.compile("package chat; @Service public interface Users { void log(int n); }");
        compiled.orFail();
        assertThat(compiled.classes().resolve(Evolution.RESOURCE))
                .hasContent(Files.readString(javac.lock()));
    }

    @Test
    void theSameVersionBreaksNothingNorDoesOneWithMoreInIt() throws Exception {
        assertThat(breaks(BEFORE)).isEmpty();
        assertThat(
                        breaks(
                                BEFORE.replace(
                                                "  2 nick: String?",
                                                "  2 nick: String?\n  3 age: int?")
                                        .replace(
                                                "  2 log: unary", "  2 log: unary\n  3 drop: unary")
                                        .replace("  2 B", "  2 B\n  3 C")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    '1 name: String\n  2'      | '2'                         | `name` is gone from message chat.User
                    '1 name: String\n  2'      | 'removed 1 name: String\n  2' | `name` is gone from message chat.User
                    '2 nick: String?'          | '2 nick: int?'              | `nick` of message chat.User was String? and is int?
                    '2 nick: String?'          | '2 nick: String?\n  3 age: int' | `age` is new in message chat.User
                    '2 nick: String?'          | '3 nick: String?'           | `nick` of message chat.User had the number 2 and has 3
                    '2 nick: String?'          | '2 call: String?'           | `call` of message chat.User has the number 2, which running peers know as that of `nick`
                    '2 log: unary'             | '2 log: server'             | `log` was unary and is server
                    '\n  2 log: unary'         | ''                          | `log` is gone from service Users
                    'enum chat.Kind'           | 'union chat.Kind'           | union chat.Kind was enum chat.Kind
                    'service Users'            | 'removed service Users'     | service Users (chat.Users) is gone
                    'service Users'            | 'service People'            | service Users (chat.Users) is gone
                    """)
    void whatARunningPeerWouldNotUnderstandIsNamed(String was, String is, String sentence)
            throws Exception {
        String after = BEFORE.replace(was.replace("\\n", "\n"), is.replace("\\n", "\n"));
        assertThat(after).isNotEqualTo(BEFORE);
        assertThat(breaks(after)).anyMatch(s -> s.contains(sentence));
    }

    /// To write `removed` into the lock file, as a build asks for, would not do.
    @Test
    void whatIsGoneTakesAFullStopWhichTheSentenceSays() throws Exception {
        String stop =
                " is gone, and the version that runs needs it: put it back, or stop all nodes, and"
                        + " start them with the new version";
        assertThat(breaks(BEFORE.replace("service Users", "removed service Users")))
                .containsExactly("service Users (chat.Users)" + stop);
        assertThat(breaks(BEFORE.replace("  1 name", "  removed 1 name")))
                .containsExactly(
                        "`name`" + stop.replace("gone", "gone from message Users/FindRequest"),
                        "`name`" + stop.replace("gone", "gone from message chat.User"));
    }
}
