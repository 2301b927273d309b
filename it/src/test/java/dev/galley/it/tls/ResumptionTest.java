// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Session tickets, as far as they reach.
@Needs("openssl")
class ResumptionTest {
    @TempDir Path folder;

    private final Echo backend = new Echo();
    private Authority authority;
    private Authority.Pair pair;
    private Path keys;

    @BeforeEach
    void issue() {
        authority = new Authority(folder);
        pair = authority.issue(Authority.EC, "DNS:localhost");
        keys = folder.resolve("keys");
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    private static byte[] random(int bytes) {
        byte[] key = new byte[bytes];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private Running running(String more) {
        return Running.before(backend.address(), Running.tls(more, pair));
    }

    /// Takes a ticket. By TLS 1.3 it comes after the handshake: hence the request.
    private void take(Running from, String version) {
        Program.run(
                java.util.List.of(
                        "sh",
                        "-c",
                        "printf 'GET / HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n'"
                                + " | openssl s_client -ign_eof -connect 127.0.0.1:"
                                + from.port()
                                + " "
                                + version
                                + " -sess_out "
                                + folder.resolve("session")));
    }

    private boolean resumes(Running at, String version) {
        String said = at.client(version + " -sess_in " + folder.resolve("session"));
        assertThat(said).containsAnyOf("New, TLSv1", "Reused, TLSv1");
        return said.contains("Reused, TLSv1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void aTicketIsGoodAtEveryProcessThatHasTheKey(String version) throws IOException {
        Files.write(keys, random(80));
        try (Running one = running("ticket-keys: " + keys);
                Running other = running("ticket-keys: " + keys);
                Running stranger = running("")) {
            take(one, version);
            assertThat(resumes(one, version)).isTrue();
            assertThat(resumes(other, version)).isTrue();
            assertThat(resumes(stranger, version)).isFalse();
        }
    }

    @Test
    void aTicketOfItsOwnKeysIsGoodToo() {
        try (Running one = running("")) {
            take(one, "-tls1_3");
            assertThat(resumes(one, "-tls1_3")).isTrue();
        }
    }

    @Test
    void anOlderKeyStillDecryptsUntilItLeavesTheFile() throws IOException {
        byte[] old = random(80), fresh = random(80);
        Files.write(keys, old);
        try (Running one = running("ticket-keys: " + keys)) {
            take(one, "-tls1_3");
            byte[] both = java.util.Arrays.copyOf(fresh, 160);
            System.arraycopy(old, 0, both, 80, 80);
            Files.write(keys, both);
            String yaml =
                    Running.yaml("127.0.0.1:1", "", Running.tls("ticket-keys: " + keys, pair));
            one.reload(yaml);
            assertThat(resumes(one, "-tls1_3")).isTrue();
            Files.write(keys, fresh);
            Awaitility.await().until(() -> !resumes(one, "-tls1_3"));
        }
    }

    @Test
    void aTicketDoesNotSpareTheClientItsCertificate() throws IOException {
        Files.write(keys, random(80));
        String client = ", client: {ca: " + authority.certificate() + ", required: false}";
        try (Running open = running("ticket-keys: " + keys);
                Running asking = running("ticket-keys: " + keys + client)) {
            take(open, "-tls1_3");
            assertThat(resumes(asking, "-tls1_3")).isFalse();
        }
    }
}
