// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests and answers as they should be, and what becomes of them on the way.
class ForwardingTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    @AutoClose
    final Backend backend =
            Backend.replying(request ->
                    request.method().equals("HEAD")
                            ? "HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n"
                            : Backend.ok(request.method() + " " + request.target()));

    @AutoClose final Proxied proxy = Proxied.before(backend);

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "get"})
    void everyMethodIsPassedOn(String method) {
        Message answer = proxy.ask(method + " /a?b HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(answer.text()).isEqualTo(method + " /a?b");
    }

    @Test
    void theAnswerToHeadKeepsItsLengthAndHasNoBody() {
        try (RawClient client = proxy.client()) {
            client.send(GET.replace("GET", "HEAD") + GET);
            assertThat(client.answer("HEAD").field("Content-Length")).isEqualTo("42");
            assertThat(client.answer().text()).isEqualTo("GET /");
        }
    }

    @Test
    void theAsteriskFormGoesWithOptions() {
        Message answer = proxy.ask("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(answer.text()).isEqualTo("OPTIONS *");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void anAnswerWithoutABodyEndsWithItsHead(int status) {
        String head = "HTTP/1.1 " + status + " X\r\nContent-Length: 99\r\nETag: \"a\"\r\n\r\n";
        String given = status == 204 ? head.replace("Content-Length: 99\r\n", "") : head;
        try (Backend bodiless = Backend.replying(request -> given);
                Proxied before = Proxied.before(bodiless);
                RawClient client = before.client()) {
            client.send(GET + GET);
            assertThat(client.answer().status()).isEqualTo(status);
            assertThat(client.answer().status()).isEqualTo(status);
            assertThat(bodiless.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/a/./b, /a/b",
        "/a/../b, /b",
        "/a/b/.., /a/",
        "/%61%2Db, /a-b",
        "/%2f%3a, /%2F%3A",
        "/a%20b, /a%20b",
        "/a/%2e%2e/b, /b",
        "/a//b, /a//b",
        "/a;p=1/b, /a;p=1/b",
        "/a/..b/.c, /a/..b/.c",
        "/?a=/../%2e, /?a=/../%2e",
        "/?, /?",
        "/?a?b, /?a?b",
        "/a=b&c:d@e, /a=b&c:d@e",
    })
    void aPathIsNormalisedOnceAndAQueryLeftAsItIs(String asked, String passedOn) {
        proxy.get(asked);
        assertThat(backend.request().target()).isEqualTo(passedOn);
    }

    @ParameterizedTest
    @CsvSource({
        "http://other/a?b, /a?b, other",
        "http://other:81/, /, other:81",
        "http://other, /, other",
        "http://other?q, /?q, other",
        "HTTP://Other/a/../b, /b, Other",
        "https://other/a, /a, other",
    })
    void theHostOfAnAbsoluteTargetWinsOverTheField(String target, String path, String host) {
        proxy.get(target);
        assertThat(backend.request().target()).isEqualTo(path);
        assertThat(backend.request().field("Host")).isEqualTo(host);
    }

    @Test
    void oneEmptyLineBeforeARequestIsForgiven() {
        assertThat(proxy.ask("\r\n" + GET).status()).isEqualTo(200);
    }

    @Test
    void aHeadMayComeByteByByte() {
        try (RawClient client = proxy.client()) {
            String request = "GET /slow HTTP/1.1\r\nHost: h\r\nA: b\r\n\r\n";
            for (int i = 0; i < request.length(); i++) client.send(request.substring(i, i + 1));
            assertThat(client.answer().text()).isEqualTo("GET /slow");
        }
    }

    @Test
    void fieldsArePassedOnAsTheyStandInTheirOrder() {
        proxy.ask(
                "GET / HTTP/1.1\r\nHost: h\r\nB: 1\r\na:2  \r\nB:\t3\r\nEmpty:\r\n"
                        + "Latin: \u00e9\u00ff\r\n\r\n");
        Message got = backend.request();
        assertThat(got.all("b")).containsExactly("1", "3");
        assertThat(got.field("A")).isEqualTo("2");
        assertThat(got.all("Empty")).containsExactly("");
        assertThat(got.field("Latin")).isEqualTo("\u00e9\u00ff");
        assertThat(got.fields().stream().map(Message.Field::name))
                .containsSubsequence("B", "a", "B");
    }

    @Test
    void aHundredFieldsAndALongHeadAreAccepted() {
        String fields = ("A: " + "b".repeat(500) + "\r\n").repeat(99);
        proxy.ask("GET / HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n");
        assertThat(backend.request().all("A")).hasSize(99);
    }

    @Test
    void aBodyWithALengthIsPassedOnWithIt() {
        try (RawClient client = proxy.client()) {
            String post = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n";
            client.send(post + "hello" + post + "world");
            client.answer();
            client.answer();
        }
        assertThat(backend.requests()).extracting(Message::text).containsExactly("hello", "world");
        assertThat(backend.requests())
                .allSatisfy(request -> assertThat(request.field("Content-Length")).isEqualTo("5"));
    }

    @Test
    void anAnswerWithoutLengthEndsWithItsConnection() {
        try (Backend endless =
                        Backend.scripted(talk -> {
                            talk.request();
                            talk.send("HTTP/1.1 200 OK\r\n\r\nto the end");
                            talk.close();
                        });
                Proxied before = Proxied.before(endless);
                RawClient client = before.client()) {
            assertThat(client.send(GET).answer().text()).isEqualTo("to the end");
        }
    }

    @Test
    void aFieldOfTheAnswerThatNamesNoConnectionIsPassedOn() {
        String head = "HTTP/1.1 299 Very Own\r\nContent-Length: 0\r\nSet-Cookie: a\r\n";
        try (Backend cookies = Backend.replying(r -> head + "set-cookie: b\r\nServer: s\r\n\r\n");
                Proxied before = Proxied.before(cookies)) {
            Message answer = before.get("/");
            assertThat(answer.start()).isEqualTo("HTTP/1.1 299 Very Own");
            assertThat(answer.all("Set-Cookie")).containsExactly("a", "b");
            assertThat(answer.field("Server")).isEqualTo("s");
            assertThat(answer.has("Date")).isTrue();
        }
    }

    @Test
    void anInterimAnswerIsPassedOnBeforeTheFinalOne() {
        String hints = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
        try (Backend early = Backend.replying(request -> hints + hints + Backend.ok("final"));
                Proxied before = Proxied.before(early);
                RawClient client = before.client()) {
            client.send(GET);
            assertThat(client.head().start()).isEqualTo("HTTP/1.1 103 Early Hints");
            assertThat(client.head().field("Link")).isEqualTo("</a>");
            assertThat(client.answer().text()).isEqualTo("final");
        }
    }

    @Test
    void aClientOfHttp10GetsNoInterimAnswer() {
        String hints = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
        try (Backend early = Backend.replying(request -> hints + Backend.ok("final"));
                Proxied before = Proxied.before(early)) {
            assertThat(before.ask("GET / HTTP/1.0\r\n\r\n").text()).isEqualTo("final");
        }
    }

    @Test
    void anAnswerComesOutWhileItIsStillBeingMade() {
        try (Backend dripping =
                        Backend.scripted(talk -> {
                            talk.request();
                            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab");
                            talk.read(1);
                        });
                Proxied before = Proxied.before(dripping);
                RawClient client = before.client()) {
            assertThat(client.send(GET).head().status()).isEqualTo(200);
            assertThat(client.read(2)).isEqualTo("ab");
        }
    }

    @Test
    void aRequestReachesTheBackendWhileItIsStillBeingSent() {
        try (RawClient client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n");
            Soon.until(() -> backend.heads() == 1);
            assertThat(client.send("abcd").answer().status()).isEqualTo(200);
        }
    }
}
