// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.config.Address;
import dev.galley.config.AdminConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerTest {
    private static final String MEMBER = "/v1/pools/web/members/10.0.0.1:80/";

    private final Shop shop = new Shop();
    private AdminServer server;
    private InetSocketAddress at;

    @BeforeEach
    void start() throws IOException {
        server = AdminServer.bind(new AdminConfig(new Address("127.0.0.1", 0), null), shop);
        server.serve();
        at = server.address();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPoolIsGivenByItsName() throws IOException {
        Raw answer = Raw.get(at, "/v1/pools/web");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head()).contains("application/json");
        assertThat(Json.parse(answer.body()).path("members").path(1).path("reason").asString())
                .isEqualTo("connection refused");
    }

    @Test
    void anUnknownPoolIsNotFoundAndTheAnswerNamesThoseThereAre() throws IOException {
        Raw answer = Raw.get(at, "/v1/pools/wep");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.head()).contains("application/problem+json");
        assertThat(answer.body()).contains("no pool named wep: there are web");
    }

    @Test
    void sourcesAreDeniedForATimeOrForEverAndAllowed() throws IOException {
        assertThat(deny("{\"sources\": [\"10.0.0.1\", \"fd00::/8\"], \"seconds\": 60}").status())
                .isEqualTo(200);
        assertThat(deny("{\"sources\": [\"10.0.0.0/8\"]}").status()).isEqualTo(200);
        assertThat(shop.done)
                .containsExactly(
                        "deny [10.0.0.1/32, fd00:0:0:0:0:0:0:0/8] PT1M", "deny [10.0.0.0/8] null");
    }

    @Test
    void whatIsNoSourceNoTimeOrTooMuchIsRefused() throws IOException {
        assertThat(deny("{\"sources\": [\"10.0.0\"]}").status()).isEqualTo(422);
        assertThat(deny("{\"sources\": []}").status()).isEqualTo(422);
        assertThat(deny("{\"sources\": [\"10.0.0.1\"], \"seconds\": 0}").status()).isEqualTo(422);
        String many = "\"10.0.0.1\", ".repeat(100_000);
        assertThat(deny("{\"sources\": [" + many + "\"10.0.0.1\"]}").status()).isEqualTo(422);
        assertThat(shop.done).isEmpty();
    }

    private Raw deny(String body) throws IOException {
        return Raw.ask(
                at,
                body,
                "POST /v1/deny HTTP/1.1",
                "Host: 127.0.0.1",
                "Content-Type: application/json");
    }

    @Test
    void commandsReachTheMemberAndAnswerWithIt() throws IOException {
        assertThat(Raw.post(at, MEMBER + "drain").body()).contains("\"10.0.0.1:80\"");
        assertThat(Raw.post(at, MEMBER.replace(":", "%3A") + "enable").status()).isEqualTo(200);
        assertThat(weight("{\"weight\": 7}").status()).isEqualTo(200);
        assertThat(shop.done)
                .containsExactly(
                        "drain web 10.0.0.1:80",
                        "enable web 10.0.0.1:80",
                        "weight web 10.0.0.1:80 7");
    }

    @Test
    void aWeightThatIsNoneIsRefused() throws IOException {
        assertThat(weight("{\"weight\": 1001}").status()).isEqualTo(422);
        assertThat(weight("{\"weight\": 1.5}").status()).isEqualTo(422);
        assertThat(weight("{}").body()).contains("weight must be a whole number in 0..1000");
        assertThat(weight("{\"weight\"").status()).isEqualTo(400);
        assertThat(Raw.post(at, MEMBER + "weight").status()).isEqualTo(415);
        assertThat(shop.done).isEmpty();
    }

    @Test
    void aBodyAbove64KiBIsRefused() throws IOException {
        assertThat(weight(" ".repeat(65_537)).status()).isEqualTo(413);
    }

    /// The body is on its way still when the answer is given.
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 65536", "Transfer-Encoding: chunked"})
    void aBodyThatIsNotReadToItsEndEndsTheConnectionAndTheAnswerSaysSo(String line)
            throws IOException {
        String request = "POST /v1/none HTTP/1.1\r\nHost: localhost\r\n" + line + "\r\n\r\n";
        try (Socket socket = new Socket(at.getAddress(), at.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            var lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            assertThat(lines.lines().takeWhile(head -> !head.isEmpty()))
                    .startsWith("HTTP/1.1 404 Not Found")
                    .anyMatch(head -> head.equalsIgnoreCase("Connection: close"));
        }
    }

    @Test
    void aBodyThatIsShortAndNotWantedIsReadOffAndTheConnectionGoesOn() throws IOException {
        String refused =
                "POST /v1/none HTTP/1.1\r\nHost: localhost\r\nContent-Length: 65535\r\n\r\n";
        String last = "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        assertThat(Raw.all(at, refused + " ".repeat(65_535) + last))
                .startsWith("HTTP/1.1 404")
                .contains("HTTP/1.1 200")
                .doesNotContainIgnoringCase("Connection: close");
    }

    private Raw weight(String body) throws IOException {
        return Raw.ask(
                at,
                body,
                "POST " + MEMBER + "weight HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json");
    }

    @Test
    void anExplanationKnowsTheRequest() throws IOException {
        Raw answer =
                Raw.get(
                        at,
                        "/v1/pools/web/explain?source=10.1.1.1:99&url=/a%3Fb=c%26d"
                                + "&header=X-One:%201&header=X-Two:2+2");
        assertThat(Json.parse(answer.body()).at("/candidates/0/reason").asString())
                .isEqualTo(
                        "Question[source=10.1.1.1:99, url=/a?b=c&d, headers={X-One=1, X-Two=2 2}]");
        assertThat(Raw.get(at, "/v1/pools/web/explain?header=nonsense").status()).isEqualTo(400);
        assertThat(Raw.get(at, "/v1/pools/web/explain?url=%zz").status()).isEqualTo(400);
    }

    @Test
    void aRefusedReloadListsEveryError() throws IOException {
        assertThat(Raw.post(at, "/v1/reload").status()).isEqualTo(200);
        shop.broken = "galley.yaml:3:5: pools.web.polcy: unknown key";
        Raw answer = Raw.post(at, "/v1/reload");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(Json.parse(answer.body()).path("errors").path(0).asString())
                .isEqualTo(shop.broken);
    }

    @Test
    void probesTellWhetherItRunsAndWhetherItServes() throws IOException {
        assertThat(Raw.get(at, "/livez").status()).isEqualTo(200);
        assertThat(Raw.get(at, "/readyz").status()).isEqualTo(200);
        shop.ready = false;
        assertThat(Raw.get(at, "/livez").status()).isEqualTo(200);
        assertThat(Raw.get(at, "/readyz").status()).isEqualTo(503);
    }

    @Test
    void aWrongMethodIsToldTheRightOne() throws IOException {
        Raw answer = Raw.get(at, "/v1/reload");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.head()).contains("Allow: POST");
        assertThat(Raw.get(at, "/v2/status").status()).isEqualTo(404);
    }

    @Test
    void headHasNoBody() throws IOException {
        Raw answer = Raw.ask(at, "", "HEAD /v1/status HTTP/1.1", "Host: 127.0.0.1");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aBugIsAnsweredWithAProblemWithoutAStackTrace() throws IOException {
        Raw answer = Raw.get(at, "/v1/pools/web/explain?url=/bug");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("IllegalState").contains("\"status\" : 500");
    }

    @Test
    void anAddressInUseIsNamed() {
        var taken = new AdminConfig(new Address("127.0.0.1", at.getPort()), null);
        assertThatThrownBy(() -> AdminServer.bind(taken, shop))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("admin: can't listen on 127.0.0.1:" + at.getPort());
    }
}
