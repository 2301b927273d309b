// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FtpCheckTest {
    private static final String FETCH = "{type: ftp, user: me, password: secret, file: /a b}";

    private final Map<String, String> replies =
            new HashMap<>(
                    Map.of(
                            "USER", "331 Password?",
                            "PASS", "230-Hello\r\n 230 not yet\r\n230-nor now\r\n230 Welcome",
                            "TYPE", "200 Binary",
                            "EPSV", "500 Unknown",
                            "QUIT", "221 Bye"));

    /// Greets, and answers each command by its first word.
    private void converse(Peer.Line line) throws IOException {
        line.say("220-A server\r\n220-with much to say\r\n220 Ready\r\n");
        for (String asked = line.hear(); asked != null; asked = line.hear())
            line.say(replies.getOrDefault(asked.split(" ", 2)[0], "502 No") + "\r\n");
    }

    private @Nullable String run(String health) throws IOException {
        try (Peer peer = new Peer(this::converse)) {
            return Checks.check(health).run(peer.address(), Checks.LONG);
        }
    }

    /// Fetches from a data connection that gives these bytes.
    private @Nullable String fetch(String file) throws IOException {
        try (Peer data = new Peer(line -> line.say(file))) {
            int port = data.address().getPort();
            replies.put("EPSV", "229 Extended (|||" + port + "|)");
            return run(FETCH);
        }
    }

    @Test
    void aGreetingIsEnoughIfNoMoreIsAsked() throws IOException {
        assertThat(run("ftp")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "120 Ready in 5 minutes, greeting: 120 Ready in 5 minutes",
        "421 Too many users, greeting: 421 Too many users",
        "SSH-2.0-OpenSSH_9, not an answer of FTP: SSH-2.0-OpenSSH_9"
    })
    void anotherGreetingIsDown(String greeting, String reason) throws IOException {
        try (Peer peer = Peer.saying(greeting + "\r\n")) {
            assertThat(Checks.check("ftp").run(peer.address(), Checks.LONG)).isEqualTo(reason);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PASS, 530 Login incorrect., login: 530 Login incorrect.",
        "USER, 530 No., login: 530 No.",
        "EPSV, 229 Extended (|||99999|), passive mode: 99999 is no port",
        "PASV, 425 No way, passive mode: 425 No way"
    })
    void whatIsRefusedIsNamed(String command, String reply, String reason) throws IOException {
        replies.put(command, reply);
        assertThat(run(FETCH)).isEqualTo(reason);
    }

    @Test
    void aFileThatComesWholeIsUp() throws IOException {
        replies.put("RETR", "150 Here it comes\r\n226 Done");
        assertThat(fetch("all is well")).isNull();
        assertThat(fetch("")).isNull();
    }

    @Test
    void aFileThatIsMissingOrBreaksOffIsDown() throws IOException {
        replies.put("RETR", "550 No such file");
        assertThat(fetch("")).isEqualTo("file: 550 No such file");
        replies.put("RETR", "150 Here it comes\r\n451 Disk error");
        assertThat(fetch("half of")).isEqualTo("file: 451 Disk error");
    }

    @Test
    void ofALongFileTheBeginningIsEnough() throws IOException {
        replies.put("RETR", "125 Here it comes");
        assertThat(fetch("x".repeat(70_000))).isNull();
    }

    @Test
    void theDataComeFromTheMemberWhateverAddressItNames() throws IOException {
        try (Peer data = new Peer(line -> line.say("ok"))) {
            int port = data.address().getPort();
            replies.put("PASV", "227 Passive (192,0,2,1," + port / 256 + "," + port % 256 + ")");
            replies.put("RETR", "150 Here it comes\r\n226 Done");
            try (Peer peer = new Peer(this::converse)) {
                assertThat(Checks.check(FETCH).run(peer.address(), Checks.LONG)).isNull();
                assertThat(peer.heard)
                        .startsWith(
                                "USER me", "PASS secret", "TYPE I", "EPSV", "PASV", "RETR /a b");
            }
        }
    }
}
