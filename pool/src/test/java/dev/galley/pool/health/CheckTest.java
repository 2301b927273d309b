// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.CheckTiming;
import dev.galley.config.HealthConfig;
import dev.galley.config.StatusRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final CheckTiming TIMING = new CheckTiming(LONG, LONG, 2, 3);
    private static final List<StatusRange> GOOD = List.of(new StatusRange(200, 399));

    private static HealthConfig.Http http(@Nullable String body, Map<String, String> headers) {
        return http("GET", new HealthConfig.Expect(GOOD, body, headers));
    }

    private static HealthConfig.Http http(String method, HealthConfig.Expect expect) {
        return new HealthConfig.Http("/health", method, null, Map.of(), expect, null, TIMING, null);
    }

    private static @Nullable String run(HealthConfig config, String answer) throws IOException {
        return run(config, TinyServer.says(answer), LONG);
    }

    private static @Nullable String run(
            HealthConfig config, TinyServer.Behaviour behaviour, Duration timeout)
            throws IOException {
        try (TinyServer server = new TinyServer(behaviour)) {
            return Check.of(config, "web").run(server.address(), timeout);
        }
    }

    private static InetSocketAddress closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }

    @Test
    void tcpPassesWhenAConnectionIsAccepted() throws IOException {
        assertThat(run(new HealthConfig.Tcp(TIMING, null), TinyServer.hangs(), LONG)).isNull();
    }

    @Test
    void tcpFailsWhenNobodyListens() throws IOException {
        Check check = Check.of(new HealthConfig.Tcp(TIMING, null), "web");
        assertThat(check.run(closedPort(), LONG)).isEqualTo("connection refused");
    }

    @Test
    void anotherPortIsCheckedIfOneIsNamed() throws IOException {
        try (TinyServer server = new TinyServer(TinyServer.hangs())) {
            Check check = Check.of(new HealthConfig.Tcp(TIMING, server.address().getPort()), "web");
            assertThat(check.run(closedPort(), LONG)).isNull();
        }
    }

    @Test
    void theRequestCarriesWhatIsConfigured() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-One", "1");
        headers.put("X-Two", "2");
        HealthConfig.Expect expect = new HealthConfig.Expect(GOOD, null, Map.of());
        try (TinyServer server = new TinyServer(TinyServer.says("HTTP/1.1 200 OK\r\n\r\n"))) {
            for (String host : new String[] {"shop.example.com", null})
                Check.of(
                                new HealthConfig.Http(
                                        "/live?x=1",
                                        "OPTIONS",
                                        host,
                                        headers,
                                        expect,
                                        null,
                                        TIMING,
                                        null),
                                "web")
                        .run(server.address(), LONG);
            String own = "\r\nX-One: 1\r\nX-Two: 2\r\n\r\n";
            String rest = "\r\nUser-Agent: galley-health\r\nConnection: close" + own;
            assertThat(server.requests)
                    .containsExactly(
                            "OPTIONS /live?x=1 HTTP/1.1\r\nHost: shop.example.com" + rest,
                            "OPTIONS /live?x=1 HTTP/1.1\r\nHost: "
                                    + server.address().getHostString()
                                    + ":"
                                    + server.address().getPort()
                                    + rest);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "200, -",
                "399, -",
                "400, 'status 400, expected 200-399'",
                "503, 'status 503, expected 200-399'"
            })
    void theStatusMustBeInARange(int status, String failure) throws IOException {
        assertThat(run(http(null, Map.of()), "HTTP/1.1 " + status + " X\r\n\r\n"))
                .isEqualTo(failure);
    }

    @Test
    void severalRangesAreNamedInTheReason() throws IOException {
        List<StatusRange> two = List.of(new StatusRange(204, 204), new StatusRange(300, 302));
        HealthConfig config = http("GET", new HealthConfig.Expect(two, null, Map.of()));
        assertThat(run(config, "HTTP/1.1 200 OK\r\n\r\n"))
                .isEqualTo("status 200, expected 204, 300-302");
        assertThat(run(config, "HTTP/1.1 204 No Content\r\n\r\n")).isNull();
    }

    @Test
    void interimAnswersArePassedOver() throws IOException {
        String interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
        assertThat(run(http(null, Map.of()), interim + "HTTP/1.1 500 No\r\n\r\n"))
                .isEqualTo("status 500, expected 200-399");
    }

    @Test
    void headersMustBeThereAndHaveTheirValues() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nX-App:  shop \r\nX-Any: 7\r\n\r\n";
        assertThat(run(http(null, Map.of("x-app", "shop", "X-ANY", "*")), answer)).isNull();
        assertThat(run(http(null, Map.of("X-App", "cart")), answer))
                .isEqualTo("no header X-App: cart");
        assertThat(run(http(null, Map.of("X-Ap", "*")), answer)).isEqualTo("no header X-Ap: *");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\nall is ok today",
                "HTTP/1.0 200 OK\r\n\r\nall is ok today",
                "HTTP/1.1 200 OK\r\n" + CHUNKED + "4\r\nall \r\nb;x\r\nis ok today\r\n0\r\n\r\n"
            })
    void theBodyIsFoundHoweverItIsFramed(String answer) throws IOException {
        assertThat(run(http("is ok", Map.of()), answer)).isNull();
        assertThat(run(http("is not ok", Map.of()), answer))
                .isEqualTo("body does not contain \"is not ok\"");
    }

    @Test
    void bytesAfterTheBodyAreNoPartOfIt() throws IOException {
        assertThat(run(http("ok", Map.of()), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nnook"))
                .startsWith("body does not contain");
    }

    @Test
    void anAnswerToHeadHasNoBody() throws IOException {
        HealthConfig config = http("HEAD", new HealthConfig.Expect(GOOD, "ok", Map.of()));
        assertThat(run(config, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))
                .startsWith("body does not contain");
    }

    @Test
    void aTextIsFoundUpTo64KiBAndNotBeyond() throws IOException {
        String head = "HTTP/1.1 200 OK\r\n\r\n";
        assertThat(run(http("ok", Map.of()), head + "x".repeat(65_534) + "ok")).isNull();
        assertThat(run(http("ok", Map.of()), head + "x".repeat(65_535) + "ok"))
                .startsWith("body does not contain");
    }

    @Test
    void anEndlessBodyEndsTheCheckWhenTheTextHasComeOrTheLimitIsReached() throws IOException {
        TinyServer.Behaviour endless =
                out -> {
                    TinyServer.says("HTTP/1.1 200 OK\r\n\r\nok").serve(out);
                    byte[] part = new byte[8192];
                    while (true) out.write(part);
                };
        assertThat(run(http("ok", Map.of()), endless, LONG)).isNull();
        assertThat(run(http(null, Map.of()), endless, LONG)).isNull();
        assertThat(run(http("no", Map.of()), endless, LONG)).startsWith("body does not contain");
    }

    @Test
    void aTextIsFoundWhileTheRestOfTheBodyIsStillToCome() throws IOException {
        TinyServer.Behaviour stalls =
                out -> {
                    TinyServer.says("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nok").serve(out);
                    TinyServer.hangs().serve(out);
                };
        assertThat(run(http("ok", Map.of()), stalls, LONG)).isNull();
    }

    @Test
    void aServerThatHangsIsTimedOut() throws IOException {
        assertThat(run(http(null, Map.of()), TinyServer.hangs(), SHORT))
                .isEqualTo("timed out after 200ms");
    }

    @Test
    void aServerThatDripsBytesIsTimedOutAsAWhole() throws IOException {
        TinyServer.Behaviour drips =
                out -> {
                    while (true) {
                        out.write('H');
                        Thread.sleep(20);
                    }
                };
        assertThat(run(http(null, Map.of()), drips, SHORT)).isEqualTo("timed out after 200ms");
    }

    @ParameterizedTest
    @CsvSource({
        "SSH-2.0-OpenSSH, closed before the answer was complete",
        "SSH-2.0-OpenSSH|, not an HTTP/1 answer",
        "HTTP/2 200|, not an HTTP/1 answer",
        "HTTP/1.1 2x0 OK|, not an HTTP/1 answer",
        "HTTP/1.1 200|, closed before the answer was complete"
    })
    void nonsenseIsNamed(String answer, String failure) throws IOException {
        String bytes = answer.replace("|", "\r\n");
        assertThat(run(http(null, Map.of()), bytes)).isEqualTo(failure);
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length: x, malformed answer: content-length x",
        "Transfer-Encoding: gzip, malformed answer: unknown transfer coding",
        "Transfer-Encoding: chunked, malformed answer: broken chunk"
    })
    void aBodyThatCannotBeReadIsNamed(String line, String failure) throws IOException {
        assertThat(run(http("ok", Map.of()), "HTTP/1.1 200 OK\r\n" + line + "\r\n\r\nzz\r\n"))
                .isEqualTo(failure);
    }

    @Test
    void aHugeHeadIsRefused() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nX: " + "x".repeat(20_000) + "\r\n\r\n";
        assertThat(run(http(null, Map.of()), answer)).isEqualTo("lines of an answer above 16 KiB");
    }
}
