// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections of clients and to backends: which are kept, which are not, and that none serves an
/// answer to the wrong request.
class ConnectionTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n";

    @AutoClose final Backend backend = Backend.replying(request -> Backend.ok(request.target()));
    @AutoClose final Proxied proxy = Proxied.before(backend);

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 100; i++) requests.append(GET.replace("/ ", "/" + i + " "));
        try (RawClient client = proxy.client()) {
            client.send(requests.toString());
            assertThat(IntStream.range(0, 100).mapToObj(i -> client.answer().text()))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 100).mapToObj(i -> "/" + i).toList());
        }
        assertThat(backend.connections()).isEqualTo(1);
    }

    @Test
    void aConnectionToABackendServesOneClientAfterTheOther() {
        for (int i = 0; i < 10; i++) assertThat(proxy.get("/" + i).text()).isEqualTo("/" + i);
        assertThat(backend.connections()).isEqualTo(1);
    }

    @Test
    void aClientThatAsksToCloseIsClosedAfterItsAnswer() {
        try (RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: Close\r\n\r\n");
            assertThat(client.answer().field("Connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aClientOfHttp10IsClosedAfterItsAnswer() {
        try (RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.0\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("/");
            assertThat(client.rest()).isEmpty();
        }
        assertThat(backend.request().start()).endsWith("HTTP/1.1");
    }

    @Test
    void aClientOfHttp10IsKeptIfItAsksForThat() {
        try (RawClient client = proxy.client()) {
            String request = "GET / HTTP/1.0\r\nHost: h\r\nConnection: Keep-Alive\r\n\r\n";
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(request).answer().field("Connection"))
                        .isEqualToIgnoringCase("keep-alive");
            }
        }
    }

    @Test
    void aClientOfHttp10IsClosedWhereOnlyTheEndTellsTheLength() {
        Backend.Script endless =
                talk -> {
                    talk.request();
                    talk.send("HTTP/1.0 200 OK\r\n\r\nabc");
                    talk.close();
                };
        try (Backend old = Backend.scripted(endless);
                Proxied before = Proxied.before(old);
                RawClient client = before.client()) {
            client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("abc");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aBackendThatSaysCloseIsNotUsedAgain() {
        String closing = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\na";
        try (Backend once = Backend.replying(request -> closing);
                Proxied before = Proxied.before(once);
                RawClient client = before.client()) {
            for (int i = 0; i < 3; i++) {
                Message answer = client.send(GET).answer();
                assertThat(answer.text()).isEqualTo("a");
                assertThat(answer.has("Connection")).isFalse();
            }
            assertThat(once.connections()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison", "\r\n"})
    void extraBytesBehindAnAnswerNeverReachTheNextClient(String extra) {
        try (Backend chatty = Backend.replying(r -> Backend.ok(r.target()) + extra);
                Proxied before = Proxied.before(chatty);
                RawClient one = before.client();
                RawClient other = before.client()) {
            assertThat(one.send(GET).answer().text()).isEqualTo("/");
            assertThat(other.send(GET.replace("/ ", "/other ")).answer().text())
                    .isEqualTo("/other");
            assertThat(one.send(GET.replace("/ ", "/again ")).answer().text()).isEqualTo("/again");
            assertThat(chatty.connections()).isEqualTo(3);
        }
    }

    @Test
    void bytesFromAnIdleBackendCloseItsConnection() {
        Backend.Script poisoner =
                talk -> {
                    talk.send(Backend.ok(talk.request().target()));
                    talk.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
                };
        try (Backend early = Backend.scripted(poisoner);
                Proxied before = Proxied.before(early)) {
            for (int i = 0; i < 5; i++) {
                assertThat(before.get("/" + i).text()).isEqualTo("/" + i);
                Soon.until(() -> early.open() == 0);
            }
        }
    }

    @Test
    void aBodyBehindAnAnswerToHeadNeverReachesTheNextClient() {
        try (Backend wrong = Backend.saying("a body where none may be");
                Proxied before = Proxied.before(wrong);
                RawClient client = before.client()) {
            client.send(GET.replace("GET", "HEAD"));
            assertThat(client.answer("HEAD").status()).isEqualTo(200);
            assertThat(client.send(GET).answer().text()).isEqualTo("a body where none may be");
        }
    }

    @Test
    void anAnswerThatComesBeforeTheBodyWasReadIsPassedOn() {
        Backend.Script hasty =
                talk -> {
                    talk.head();
                    talk.send("HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno");
                    talk.read(1);
                    talk.close();
                };
        try (Backend refusing = Backend.scripted(hasty);
                Proxied before = Proxied.before(refusing);
                RawClient client = before.client()) {
            client.send(POST);
            Message answer = client.answer();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).isEqualTo("no");
            client.send("hello");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aConnectionWhoseRequestWasNotReadWholeServesNoOther() {
        Backend.Script hasty =
                talk -> {
                    Message head = talk.head();
                    talk.send(Backend.ok(head.target()));
                    if (head.has("Content-Length")) talk.read(1);
                };
        try (Backend refusing = Backend.scripted(hasty);
                Proxied before = Proxied.before(refusing);
                RawClient client = before.client()) {
            Message answer = client.send(POST).answer();
            assertThat(answer.text()).isEqualTo("/");
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(before.get("/next").text()).isEqualTo("/next");
            assertThat(refusing.connections()).isEqualTo(2);
        }
    }

    @Test
    void theLastRequestOfAConnectionIsToldSo() {
        try (Proxied few = Proxied.with("", "limits: {requests: 3}", backend);
                RawClient client = few.client()) {
            client.send(GET + GET + GET + GET);
            assertThat(client.answer().has("Connection")).isFalse();
            assertThat(client.answer().has("Connection")).isFalse();
            assertThat(client.answer().field("Connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
        }
        assertThat(backend.requests()).hasSize(3);
    }

    @Test
    void noMoreConnectionsAreServedThanTheLimitAllows() {
        try (Proxied few = Proxied.with("", "limits: {connections: 2}", backend)) {
            try (RawClient one = few.client();
                    RawClient two = few.client();
                    RawClient three = few.client()) {
                assertThat(one.send(GET).answer().status()).isEqualTo(200);
                assertThat(two.send(GET).answer().status()).isEqualTo(200);
                assertThat(three.rest()).doesNotContain("200 OK");
            }
            Soon.until(() -> few.proxy().gauges().connections() == 0);
            assertThat(few.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyOverTheLimitIsRefusedBeforeItIsPassedOn() {
        try (Proxied small = Proxied.with("", "limits: {body: 4B}", backend);
                RawClient client = small.client()) {
            client.send(POST + "hello");
            assertThat(client.answer().status()).isEqualTo(413);
            assertThat(client.rest()).isEmpty();
            assertThat(backend.bytes()).isZero();
        }
    }

    @Test
    void aChunkedBodyOverTheLimitNeverCompletesARequest() {
        String chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
        try (Proxied small = Proxied.with("", "limits: {body: 4B}", backend)) {
            assertThat(small.ask(chunked + "4\r\nfour\r\n0\r\n\r\n").status()).isEqualTo(200);
            assertThat(small.ask(chunked + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").status())
                    .isEqualTo(413);
            assertThat(backend.requests()).hasSize(1);
        }
    }

    @Test
    void aClientThatGoesAwayEndsItsRequestAtTheBackend() {
        Backend.Script silent = talk -> talk.read(talk.head().method().length());
        try (Backend waiting = Backend.scripted(silent);
                Proxied before = Proxied.before(waiting);
                RawClient client = before.client()) {
            client.send(GET);
            Soon.until(() -> waiting.heads() == 1);
            client.reset();
            Soon.until(() -> waiting.open() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, POST + "hello", GET + POST + "hello" + GET, GET + "GET / HT"})
    void aClientThatClosesItsHalfIsStillAnswered(String requests) {
        Backend.Script pondering =
                talk -> {
                    Message request = talk.request();
                    talk.pause(100);
                    talk.send(Backend.ok(request.text() + "x".repeat(4 << 20)));
                };
        try (Backend slow = Backend.scripted(pondering);
                Proxied before = Proxied.before(slow);
                RawClient client = RawClient.withReceiveBuffer(before.address(), 4096)) {
            client.send(requests).end();
            for (String request : requests.split("(?=GET|POST)", -1))
                if (request.contains("\r\n\r\n"))
                    assertThat(client.answer().length())
                            .isEqualTo((4 << 20) + (request.endsWith("hello") ? 5 : 0));
            assertThat(client.rest()).isEmpty();
            Soon.until(() -> before.proxy().gauges().connections() == 0);
        }
    }

    @Test
    void aClientThatClosesItsHalfWaitsNoLongerThanAnyOther() {
        Backend.Script silent = talk -> talk.read(talk.head().method().length());
        try (Backend waiting = Backend.scripted(silent);
                Proxied before = Proxied.with("timeout: {answer: 200ms}", "", waiting);
                RawClient client = before.client()) {
            assertThat(client.send(GET).end().answer().status()).isEqualTo(504);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aClientThatEndsItsSideEarlyIsLetGo() {
        try (RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHo").end();
            assertThat(client.rest()).isEmpty();
        }
        assertThat(backend.bytes()).isZero();
    }

    @Test
    void aRequestWhoseBodyIsCutShortIsCutShortAtTheBackendToo() {
        try (RawClient client = proxy.client()) {
            client.send(POST + "he");
            Soon.until(() -> backend.heads() == 1);
        }
        Soon.until(() -> backend.cutShort() == 1);
        assertThat(backend.requests()).isEmpty();
    }

    @Test
    void anAnswerThatIsCutShortIsCutShortAtTheClientToo() {
        Backend.Script broken =
                talk -> {
                    talk.request();
                    talk.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
                    talk.close();
                };
        try (Backend cutting = Backend.scripted(broken);
                Proxied before = Proxied.before(cutting);
                RawClient client = before.client()) {
            assertThat(client.send(GET).rest()).endsWith("hello");
        }
    }
}
