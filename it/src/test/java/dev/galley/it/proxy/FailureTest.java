// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Ports;
import dev.galley.it.net.Soon;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Backends that fail: what is tried again, what is not, and what the client is told.
class FailureTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab";
    private static final String EMPTY_POST =
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n";
    private static final Backend.Script CLOSING =
            talk -> {
                talk.request();
                talk.close();
            };
    private static final Backend.Script RESETTING =
            talk -> {
                talk.request();
                talk.reset();
            };

    /// A backend that is gone: connections to it are refused.
    private static Backend gone() {
        Backend backend = Backend.scripted(Ports.free(), _ -> {});
        backend.stop();
        return backend;
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, POST, EMPTY_POST})
    void whatWasNeverSentIsTriedElsewhere(String request) {
        try (Backend works = Backend.saying("works");
                Proxied proxy = Proxied.before(gone(), works)) {
            for (int i = 0; i < 4; i++) assertThat(proxy.ask(request).text()).isEqualTo("works");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
    void aSafeRequestThatWasNotAnsweredIsTriedElsewhere(String method) {
        try (Backend closes = Backend.scripted(CLOSING);
                Backend works = Backend.saying("");
                Proxied proxy = Proxied.before(closes, works)) {
            for (int i = 0; i < 4; i++)
                assertThat(proxy.ask(GET.replace("GET", method)).status()).isEqualTo(200);
            assertThat(closes.requests()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {POST, EMPTY_POST, "PATCH / HTTP/1.1\r\nHost: h\r\n\r\n"})
    void aRequestThatMayHaveBeenExecutedIsNeverSentTwice(String request) {
        try (Backend one = Backend.scripted(CLOSING);
                Backend other = Backend.scripted(RESETTING);
                Proxied proxy = Proxied.before(one, other)) {
            for (int sent = 1; sent <= 4; sent++) {
                assertThat(proxy.ask(request).status()).isEqualTo(502);
                assertThat(one.requests().size() + other.requests().size()).isEqualTo(sent);
            }
        }
    }

    @Test
    void triesEndWithTheirNumber() {
        Backend[] closing = new Backend[5];
        for (int i = 0; i < closing.length; i++) closing[i] = Backend.scripted(CLOSING);
        try (Proxied proxy = Proxied.with("retry: {attempts: 2}", "", closing)) {
            assertThat(proxy.get("/").status()).isEqualTo(502);
            assertThat(proxy.proxy().gauges().retries()).isEqualTo(2);
        }
        int sent = 0;
        for (Backend backend : closing) {
            sent += backend.requests().size();
            backend.close();
        }
        assertThat(sent).isEqualTo(3);
    }

    @Test
    void thereIsNoStormOfRetriesWhenAllBackendsFail() {
        int asked = 300;
        long start = System.nanoTime();
        Backend[] failing = new Backend[3];
        for (int i = 0; i < failing.length; i++) failing[i] = Backend.scripted(RESETTING);
        String settings = "retry: {attempts: 2, budget: 10%}, ejection: {failures: 0}";
        long retries;
        try (Proxied proxy = Proxied.with(settings, "", failing)) {
            for (int i = 0; i < asked; i++) assertThat(proxy.get("/").status()).isEqualTo(502);
            retries = proxy.proxy().gauges().retries();
        }
        int sent = 0;
        for (Backend backend : failing) {
            sent += backend.requests().size();
            backend.close();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        // 10 a second, of 10 seconds at once, and a tenth of the requests; not twice their number.
        assertThat((double) retries).isBetween(100.0, 101 + 10 * seconds + asked / 10.0);
        assertThat(sent).isEqualTo(asked + (int) retries);
    }

    @Test
    void withoutRetriesTheFirstFailureIsTold() {
        try (Backend works = Backend.saying("works");
                Proxied proxy = Proxied.with("retry: {attempts: 0}", "", gone(), works)) {
            assertThat(new int[] {proxy.get("/").status(), proxy.get("/").status()})
                    .containsExactlyInAnyOrder(200, 502);
        }
    }

    @Test
    void anAnswerThatHasBegunIsNotTriedAgain() {
        Backend.Script breaking =
                talk -> {
                    talk.request();
                    talk.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                    talk.close();
                };
        try (Backend one = Backend.scripted(breaking);
                Backend other = Backend.scripted(breaking);
                Proxied proxy = Proxied.before(one, other);
                RawClient client = proxy.client()) {
            assertThat(client.send(GET).rest()).endsWith("half").containsOnlyOnce("HTTP/1.1 200");
            assertThat(one.requests().size() + other.requests().size()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1 600 OK\r\n\r\n",
                "HTTP/1.1  200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                "HTTP/1.1 200 O\0K\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\na",
                "HTTP/1.1 200 OK\r\n"
                        + "Content-Length: 1\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + "0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA : b\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\rc\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\0\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: b\r\nContent-Length: 0\r\n\r\n"
            })
    void anAnswerThatIsNotWellFormedIsA502(String answer) {
        try (Backend odd = Backend.replying(request -> answer);
                Proxied proxy = Proxied.with("retry: {attempts: 0}", "", odd)) {
            assertThat(proxy.get("/").status()).isEqualTo(502);
            Soon.until(() -> odd.open() == 0);
        }
    }

    @Test
    void anAnswerWhoseHeadIsTooLongIsA502() {
        String line = "A: " + "b".repeat(15_000) + "\r\n";
        try (Backend wordy =
                        Backend.replying(r -> "HTTP/1.1 200 OK\r\n" + line.repeat(5) + "\r\n");
                Proxied proxy = Proxied.with("retry: {attempts: 0}", "", wordy)) {
            assertThat(proxy.get("/").status()).isEqualTo(502);
        }
    }

    @Test
    void endlessInterimAnswersAreA502() {
        try (Backend hinting = Backend.replying(r -> "HTTP/1.1 103 Hints\r\n\r\n".repeat(1000));
                Proxied proxy = Proxied.with("retry: {attempts: 0}", "", hinting);
                RawClient client = proxy.client()) {
            client.send(GET);
            int interim = 0;
            while (client.head().status() == 103) interim++;
            assertThat(interim).isLessThan(100);
        }
    }

    @Test
    void aBackendThatClosesIdleConnectionsAtTheWorstMomentCostsNothing() {
        AtomicInteger served = new AtomicInteger();
        Backend.Script worst =
                talk -> {
                    Message request = talk.request();
                    // Every other request on a connection finds it closed, read or unread.
                    if (served.incrementAndGet() % 2 == 0) talk.close();
                    else talk.send(Backend.ok(request.target()));
                };
        try (Backend backend = Backend.scripted(worst);
                Proxied proxy = Proxied.with("retry: {attempts: 0}", "", backend)) {
            for (int i = 0; i < 50; i++) assertThat(proxy.get("/" + i).text()).isEqualTo("/" + i);
        }
    }

    @Test
    void aBackendThatClosesAfterEachAnswerCostsNothing() {
        Backend.Script once =
                talk -> {
                    talk.send(Backend.ok(talk.request().target()));
                    talk.close();
                };
        try (Backend backend = Backend.scripted(once);
                Proxied proxy = Proxied.with("retry: {attempts: 0}", "", backend)) {
            for (int i = 0; i < 200; i++) assertThat(proxy.get("/" + i).text()).isEqualTo("/" + i);
        }
    }

    @Test
    void aPostOnAConnectionThatHadDiedIsNotTakenForSentTwice() {
        Backend.Script once =
                talk -> {
                    talk.send(Backend.ok(talk.request().method()));
                    talk.close();
                };
        try (Backend backend = Backend.scripted(once);
                Proxied proxy = Proxied.before(backend)) {
            int posted = 0;
            for (int i = 0; i < 50; i++) if (proxy.ask(POST).status() == 200) posted++;
            assertThat(backend.requests()).hasSize(posted);
        }
    }

    @Test
    void nobodyToServeIsA502() {
        try (Proxied proxy = Proxied.with("ejection: {failures: 0}", "", gone())) {
            assertThat(proxy.get("/").status()).isEqualTo(502);
            assertThat(proxy.get("/").status()).isEqualTo(502);
        }
    }

    @Test
    void aBackendThatComesBackServesAgain() {
        Backend gone = gone();
        try (Proxied proxy = Proxied.with("ejection: {failures: 0}", "", gone)) {
            assertThat(proxy.get("/").status()).isEqualTo(502);
            Backend back =
                    Backend.scripted(gone.port(), t -> t.send(Backend.ok(t.request().target())));
            assertThat(proxy.get("/back").text()).isEqualTo("/back");
            back.close();
        }
    }
}
