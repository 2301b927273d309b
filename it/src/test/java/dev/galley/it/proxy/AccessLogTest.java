// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A line a request, which says how it ended.
class AccessLogTest {
    private static final String GET = "GET /a?b HTTP/1.1\r\nHost: h\r\n\r\n";

    @TempDir Path folder;

    private Proxied logging(String format, String pool, Backend backend) {
        Path file = folder.resolve("log");
        String log = "access-log: {file: \"" + file + "\", format: " + format + "}";
        return Proxied.with(pool, log + ", timeout: {head: 200ms, body: 200ms}", backend);
    }

    private List<String> lines(int count) {
        Path file = folder.resolve("log");
        Soon.until(() -> Files.exists(file) && Files.readAllLines(file).size() >= count);
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theCombinedFormatEndsWithTheTerminationCode() {
        try (Backend backend = Backend.saying("hello");
                Proxied proxy = logging("combined", "", backend)) {
            String agent = "User-Agent: test \"1\"\r\n";
            proxy.ask("GET /a?b HTTP/1.1\r\nHost: h\r\n" + agent + "Referer: http://r/\r\n\r\n");
            assertThat(lines(1).getFirst())
                    .matches(
                            "127\\.0\\.0\\.1 - - \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d"
                                    + " [+-]\\d{4}\\] \"GET /a\\?b HTTP/1\\.1\" 200 \\d+ .*")
                    .contains(backend.address())
                    .endsWith(" --");
        }
    }

    @Test
    void aLineOfJsonSaysWhatHappened() {
        try (Backend backend = Backend.saying("hello");
                Proxied proxy = logging("json", "", backend)) {
            proxy.ask(GET);
            assertThat(lines(1).getFirst())
                    .startsWith("{\"time\":\"")
                    .contains("\"client\":\"127.0.0.1\"", "\"status\":200", "\"pool\":\"web\"")
                    .contains("\"member\":\"" + backend.address() + "\"", "\"tries\":1")
                    .contains("\"termination\":\"--\"", "/a?b")
                    .endsWith("}");
        }
    }

    @Test
    void noRequestCanForgeALine() {
        try (Backend backend = Backend.saying("hello");
                Proxied proxy = logging("combined", "", backend)) {
            proxy.ask("GET / HTTP/1.1\r\nHost: h\r\nUser-Agent: a\" 200 \"\u00e9\t\\\r\n\r\n");
            proxy.ask(GET);
            assertThat(lines(2)).hasSize(2);
            assertThat(lines(2).getFirst()).matches("[ -~]*").doesNotContain("a\" 200");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'GET / HTTP/1.1\nHost: h\n\n', CB, 400",
        "'GET / HTTP/1.1\r\nHo', CT, 408",
        "'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhalf', CT, 408",
    })
    void whatTheClientDidWrongHasACode(String request, String code, int status) {
        try (Backend backend = Backend.saying("hello");
                Proxied proxy = logging("json", "", backend)) {
            assertThat(proxy.ask(request).status()).isEqualTo(status);
            assertThat(lines(1).getFirst())
                    .contains("\"termination\":\"" + code + "\"", "\"status\":" + status);
        }
    }

    @Test
    void aClientThatWentAwayHasACode() {
        try (Backend backend = Backend.scripted(talk -> talk.read(talk.head().start().length()));
                Proxied proxy = logging("json", "", backend)) {
            try (RawClient client = proxy.client()) {
                client.send(GET);
                Soon.until(() -> backend.heads() == 1);
                client.reset();
            }
            assertThat(lines(1).getFirst()).contains("\"termination\":\"CA\"", "\"status\":499");
        }
    }

    @Test
    void whatTheMemberDidWrongHasACode() {
        Backend.Script script =
                talk -> {
                    switch (talk.request().target()) {
                        case "/closes" -> talk.close();
                        case "/garbage" -> talk.send("garbage");
                        case "/silent" -> talk.read(1);
                        default -> {
                            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
                            talk.close();
                        }
                    }
                };
        String pool = "retry: {attempts: 0}, timeout: {answer: 200ms}, ejection: {failures: 0}";
        try (Backend backend = Backend.scripted(script);
                Proxied proxy = logging("json", pool, backend)) {
            proxy.get("/closes");
            proxy.get("/garbage");
            proxy.get("/silent");
            try (RawClient client = proxy.client()) {
                client.send(GET).rest();
            }
            backend.stop();
            proxy.get("/refused");
            List<String> codes =
                    lines(5).stream()
                            .map(l -> l.replaceAll(".*\"termination\":\"(..)\".*", "$1"))
                            .toList();
            assertThat(codes).containsExactly("MX", "MB", "MT", "MD", "MC");
        }
    }
}
