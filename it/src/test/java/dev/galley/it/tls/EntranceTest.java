// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What comes before TLS, and instead of it.
@Needs("openssl")
class EntranceTest {
    @TempDir Path folder;

    private final Echo backend = new Echo();
    private Authority.Pair pair;

    @BeforeEach
    void issue() {
        pair = new Authority(folder).issue(Authority.EC, "DNS:localhost");
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void theHeaderOfTheProxyProtocolComesBeforeTls() {
        String listener = "proxy-protocol: [127.0.0.1], " + Running.tls("", pair);
        String header = "PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n";
        try (Running running = Running.before(backend.address(), listener);
                Client client = new Client(running.port(), 0, header)) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.answer())
                    .contains("X-forwarded-for=192.0.2.7", "X-forwarded-proto=https");
            assertThatThrownBy(() -> new Client(running.port())).isNotNull();
        }
    }

    @Test
    void aClientThatSpeaksPlainHttpIsToldSo() {
        try (Running running = Running.serving(backend.address(), pair)) {
            assertThat(Plain.ask(running.port(), ""))
                    .startsWith("HTTP/1.1 400 ")
                    .endsWith("this port speaks HTTPS, not HTTP\n");
        }
    }

    @Test
    void aDamagedHelloIsRefusedByAnAlert() {
        String record = "\u0016\u0003\u0001\u0000\u0006",
                hello = "\u0001\u0000\u0000\u0002\u0003\u0003";
        try (Running running = Running.serving(backend.address(), pair)) {
            // RFC 8446 section 6.2: fatal, decode_error.
            assertThat(Plain.say(running.port(), record + hello))
                    .isEqualTo("\u0015\u0003\u0001\u0000\u0002\u00022");
        }
    }

    @Test
    void aHandshakeThatDoesNotEndInTimeIsEnded() throws IOException {
        try (Running running =
                        Running.before(backend.address(), Running.tls("handshake: 200ms", pair));
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), running.port());
                Socket halfway = new Socket(InetAddress.getLoopbackAddress(), running.port())) {
            halfway.getOutputStream().write(new byte[] {22, 3, 1, 1, 0, 1, 0, 0});
            Awaitility.await().until(() -> running.way().gauges().connections() == 2);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(halfway.getInputStream().read()).isEqualTo(-1);
            Awaitility.await().until(() -> running.way().gauges().connections() == 0);
        }
    }

    @Test
    void noMoreConnectionsAreOnTheirWayThanMayBeOpen() throws IOException {
        String listener = "limits: {connections: 1}, " + Running.tls("", pair);
        try (Running running = Running.before(backend.address(), listener);
                Socket first = new Socket(InetAddress.getLoopbackAddress(), running.port())) {
            Awaitility.await().until(() -> running.way().gauges().connections() == 1);
            try (Socket second = new Socket(InetAddress.getLoopbackAddress(), running.port())) {
                assertThat(second.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(first.isConnected()).isTrue();
        }
    }

    @Test
    void theAnswerIsWholeWhenTheConnectionEndsBehindIt() {
        try (Running running = Running.serving(backend.address(), pair)) {
            String line =
                    "printf 'GET / HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n' |"
                            + " openssl s_client -quiet -connect 127.0.0.1:"
                            + running.port();
            assertThat(Program.run(List.of("sh", "-c", line)))
                    .contains("HTTP/1.1 200", "Host=h")
                    .doesNotContain("unexpected eof");
        }
    }
}
