// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.shop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.rpc.Needs;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the page's server does with those who are not its page.
@Needs("../examples/shop/target/libraries")
class ApiTest {
    private static final String TEA = "{\"product\":\"tea\",\"pieces\":1}";

    @TempDir private static Path folder;
    private static Shop shop;

    @BeforeAll
    static void start() throws Exception {
        shop = new Shop(folder, "single.yaml", Map.of()).start();
    }

    @AfterAll
    static void end() {
        if (shop != null) shop.close();
    }

    private static HttpResponse<String> post(String method, String body, String... headers)
            throws Exception {
        URI uri = shop.page().resolve("/api/" + method);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(20))
                        .POST(BodyPublishers.ofString(body));
        if (headers.length > 0) request.headers(headers);
        return sent(request.build());
    }

    /// On a connection of its own: the answer before may have ended the last one.
    private static HttpResponse<String> sent(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    @Test
    void aPageOfAnotherHostMayNotCall() throws Exception {
        String own = "http://" + shop.page().getAuthority();
        assertThat(post("Shopping/put", TEA, "Origin", own).statusCode()).isEqualTo(200);
        for (String other : new String[] {"http://other.example", own + "0", "null"})
            assertThat(post("Shopping/put", TEA, "Origin", other).statusCode()).isEqualTo(403);
    }

    @Test
    void scriptsCannotReadTheCookieAndOtherPagesCannotSendIt() throws Exception {
        assertThat(post("Shopping/visit", "{}").headers().map()).doesNotContainKey("set-cookie");
        assertThat(post("Shopping/put", TEA).headers().firstValue("Set-Cookie").orElseThrow())
                .matches("shop=[A-Za-z0-9_-]{20,}; Path=/; HttpOnly; SameSite=Lax");
    }

    @Test
    void aCookieThatNobodyGaveIsNoSession() throws Exception {
        HttpResponse<String> put = post("Shopping/put", TEA, "Cookie", "shop=planted");
        assertThat(put.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("shop=")
                .doesNotContain("planted");
    }

    @Test
    void whatIsForOtherModulesCannotBeCalled() throws Exception {
        String all = "{\"order\":\"%s\",\"items\":[]}".formatted(new UUID(1, 2));
        assertThat(post("Products/take", all).statusCode()).isEqualTo(404);
        assertThat(post("Orders/open", "{}").statusCode()).isEqualTo(404);
        assertThat(post("Users/check", "{}").statusCode()).isEqualTo(404);
        assertThat(post("BackOffice/orders", "{}").statusCode()).isEqualTo(401);
    }

    @Test
    void aMistakeInTheParametersIsNamed() throws Exception {
        HttpResponse<String> answer = post("Shopping/put", "{\"produkt\":\"tea\"}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("there is no produkt; there is [after, pieces, product]");
        assertThat(post("Shopping/put", " ".repeat(9000)).statusCode()).isEqualTo(400);
    }

    /// Else a client may take the connection up again for what must not be sent twice (RFC 9112,
    /// section 9.6).
    @ParameterizedTest
    @CsvSource({
        "POST /api/Shopping/put, Accept: */*, 400",
        "POST /api/Shopping/put, Origin: http://other.example, 403",
        "PUT /api/Shopping/put, Accept: */*, 405",
        "POST /none.html, Accept: */*, 404",
    })
    void aRefusalOfARequestThatIsNotReadWholeSaysThatTheConnectionEnds(
            String line, String field, int status) throws Exception {
        String begin =
                line
                        + " HTTP/1.1\r\nHost: h\r\n"
                        + field
                        + "\r\nContent-Length: 900000\r\n\r\n"
                        + " ".repeat(9000);
        for (URI server : List.of(shop.page(), shop.server()))
            try (Socket socket = new Socket(server.getHost(), server.getPort())) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write(begin.getBytes(US_ASCII));
                var in =
                        new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), US_ASCII));
                assertThat(in.lines().takeWhile(text -> !text.isEmpty()))
                        .contains("Connection: close")
                        .anyMatch(text -> text.startsWith("HTTP/1.1 " + status));
            }
    }

    @Test
    void theFilesAllowNothingThatThePageDoesNotNeed() throws Exception {
        HttpResponse<String> page = get("", "");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none';"));
        String tag = page.headers().firstValue("ETag").orElseThrow();
        assertThat(get("", tag).statusCode()).isEqualTo(304);
        assertThat(get("Page.class", "").statusCode()).isEqualTo(404);
    }

    @Test
    void everyFileOfThePageIsServed() throws Exception {
        Path files = Shop.EXAMPLE.resolve("src/main/resources/shop/page/files");
        try (Stream<Path> all = Files.walk(files)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                HttpResponse<String> served = get(files.relativize(file).toString(), "");
                assertThat(served.statusCode()).as(file.toString()).isEqualTo(200);
                assertThat(served.body()).isEqualTo(Files.readString(file));
            }
        }
    }

    private static HttpResponse<String> get(String path, String known) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(shop.page().resolve("/" + path))
                        .header("If-None-Match", known)
                        .build();
        return sent(request);
    }
}
