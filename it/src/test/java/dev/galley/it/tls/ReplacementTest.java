// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Certificates whose files change.
@Needs("openssl")
class ReplacementTest {
    @TempDir Path folder;

    private final Echo backend = new Echo();
    private Authority authority;
    private Authority.Pair live;
    private Authority.Pair next;

    @BeforeEach
    void issue() throws IOException {
        authority = new Authority(folder);
        Authority.Pair first = authority.issue(Authority.EC, "DNS:localhost");
        next = authority.issue(Authority.RSA, "DNS:localhost");
        live = new Authority.Pair(folder.resolve("live.pem"), folder.resolve("live.key"));
        put(first);
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    private void put(Authority.Pair pair) throws IOException {
        Files.copy(pair.key(), live.key(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(pair.cert(), live.cert(), StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean serves(Running running, String subject) {
        return running.client("").contains("subject=CN = " + subject);
    }

    @Test
    void aNewCertificateIsServedWithoutAFailedRequest() throws IOException {
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong answered = new AtomicLong();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        try (Running running = Running.serving(backend.address(), live);
                Client kept = new Client(running.port())) {
            List<Thread> load = new ArrayList<>();
            for (int i = 0; i < 4; i++)
                load.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    while (!over.get()) ask(running, answered, failures);
                                }));
            kept.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(kept.answer()).startsWith("HTTP/1.1 200");
            assertThat(serves(running, "leaf-1")).isTrue();
            put(next);
            Awaitility.await().until(() -> serves(running, "leaf-2"));
            long then = answered.get();
            Awaitility.await().until(() -> answered.get() > then + 20);
            kept.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(kept.answer()).startsWith("HTTP/1.1 200");
            over.set(true);
            Awaitility.await().until(() -> load.stream().noneMatch(Thread::isAlive));
            assertThat(failures).isEmpty();
        }
    }

    private static void ask(Running running, AtomicLong answered, Queue<String> failures) {
        try (Client client = new Client(running.port())) {
            for (int i = 0; i < 3; i++) {
                String answer = client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").answer();
                if (answer.startsWith("HTTP/1.1 200")) answered.incrementAndGet();
                else failures.add(answer);
            }
        } catch (RuntimeException e) {
            failures.add(e.toString());
        }
    }

    @Test
    void aBrokenFileLeavesTheOldCertificateServing() throws IOException {
        try (Running running = Running.serving(backend.address(), live)) {
            Files.copy(next.cert(), live.cert(), StandardCopyOption.REPLACE_EXISTING);
            String yaml = Running.yaml(backend.address(), "", Running.tls("", live));
            assertThatThrownBy(() -> running.reload(yaml))
                    .hasMessageContaining("does not belong to the certificate in " + live.cert());
            assertThat(serves(running, "leaf-1")).isTrue();
            Files.copy(next.key(), live.key(), StandardCopyOption.REPLACE_EXISTING);
            running.reload(yaml);
            assertThat(serves(running, "leaf-2")).isTrue();
        }
    }

    @Test
    void tlsComesAndGoesWithAReload() throws IOException {
        try (Running running = Running.before(backend.address(), "forwarded: both")) {
            assertThat(Plain.ask(running.port(), "")).startsWith("HTTP/1.1 200");
            running.reload(Running.yaml(backend.address(), "", Running.tls("", live)));
            assertThat(serves(running, "leaf-1")).isTrue();
            running.reload(Running.yaml(backend.address(), "", "forwarded: both"));
            assertThat(Plain.ask(running.port(), "")).startsWith("HTTP/1.1 200");
        }
    }
}
