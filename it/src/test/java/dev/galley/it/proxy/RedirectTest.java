// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `via: redirect`: clients are sent to the members.
class RedirectTest {
    private static final String TWO =
            """
            members:
              - {address: "127.0.0.1:1", public: "https://one.example.com"}
              - {address: "127.0.0.1:2", public: "http://two.example.com:8080"}
            """;

    private static Proxied redirecting(String pool, String listener) {
        String yaml =
                """
                pools:
                  web:
                %slisteners:
                  - bind: "127.0.0.1:0"
                    via: redirect
                    routes: [pool: web]
                %s\
                """
                        .formatted(pool.indent(4), listener.indent(4));
        return Proxied.of(yaml);
    }

    private static Map<String, Integer> shares(Proxied redirect, int requests) {
        Map<String, Integer> shares = new TreeMap<>();
        try (RawClient client = redirect.client()) {
            for (int i = 0; i < requests; i++) {
                client.send("GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n");
                shares.merge(host(client.answer().field("Location")), 1, Integer::sum);
            }
        }
        return shares;
    }

    private static String host(String location) {
        return location.substring(0, location.indexOf("/", "https://".length()));
    }

    @Test
    void aClientIsSentToAMemberWithItsPathAndQuery() {
        try (Proxied redirect = redirecting(TWO, "")) {
            Message first = redirect.get("/cart/7?x=%2F&y=a+b");
            assertThat(first.status()).isEqualTo(302);
            assertThat(first.field("Location"))
                    .isEqualTo("https://one.example.com/cart/7?x=%2F&y=a+b");
            assertThat(redirect.get("/").field("Location"))
                    .isEqualTo("http://two.example.com:8080/");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 307, 308})
    void theStatusIsTheConfiguredOne(int status) {
        try (Proxied redirect = redirecting(TWO, "status: " + status)) {
            assertThat(redirect.get("/").status()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET //evil.example.com/ HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /\\evil.example.com HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET http://evil.example.com/x HTTP/1.1\r\nHost: evil.example.com\r\n\r\n",
                "GET /@evil.example.com/ HTTP/1.1\r\nHost: evil.example.com\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: h\r\nX-Forwarded-Host: evil.example.com\r\n\r\n"
            })
    void noRequestLeadsElsewhere(String request) {
        try (Proxied redirect = redirecting(TWO, "")) {
            Message answer = redirect.ask(request);
            if (answer.status() == 400) return;
            assertThat(answer.field("Location"))
                    .matches("(https://one\\.example\\.com|http://two\\.example\\.com:8080)/.*");
        }
    }

    @Test
    void aRedirectThatWouldLeadBackIsA508() {
        String pool = "members: [{address: \"127.0.0.1:1\", public: \"http://one.example.com\"}]\n";
        try (Proxied redirect = redirecting(pool, "")) {
            Message answer = redirect.ask("GET /again HTTP/1.1\r\nHost: ONE.example.com\r\n\r\n");
            assertThat(answer.status()).isEqualTo(508);
            assertThat(answer.has("Location")).isFalse();
            Soon.until(() -> redirect.proxy().gauges().ends().get("PO") == 1);
        }
    }

    @Test
    void aRedirectToTheSameHostByTlsIsNoLoop() {
        try (Proxied redirect = redirecting(TWO, "")) {
            Message answer = redirect.ask("GET / HTTP/1.1\r\nHost: one.example.com\r\n\r\n");
            assertThat(answer.field("Location")).isEqualTo("https://one.example.com/");
        }
    }

    @Test
    void aMemberWithoutAPublicUrlIsReachedByItsAddress() {
        try (Proxied redirect = redirecting("members: 127.0.0.1:81\n", "")) {
            assertThat(redirect.get("/a").field("Location")).isEqualTo("http://127.0.0.1:81/a");
        }
    }

    @Test
    void weightsAreObeyed() {
        String pool =
                """
                policy: ratio
                members:
                  - {address: "127.0.0.1:1", weight: 3}
                  - {address: "127.0.0.1:2", weight: 1}
                """;
        try (Proxied redirect = redirecting(pool, "limits: {requests: 100000}")) {
            assertThat(shares(redirect, 10_000))
                    .hasEntrySatisfying(
                            "http://127.0.0.1:1", n -> assertThat(n).isBetween(7125, 7875))
                    .hasEntrySatisfying(
                            "http://127.0.0.1:2", n -> assertThat(n).isBetween(2375, 2625));
        }
    }

    @Test
    void aVisitCountsAsInFlightUntilItIsOver() {
        String pool = "policy: least-connections\nmembers: [127.0.0.1:1, 127.0.0.1:2]\n";
        try (Proxied redirect = redirecting(pool, "visit: 200ms")) {
            assertThat(shares(redirect, 10).values()).containsExactly(5, 5);
            assertThat(inFlight(redirect)).isEqualTo(10);
            Soon.until(() -> inFlight(redirect) == 0);
        }
    }

    @Test
    void aMemberTakesNoMoreThanItsLimit() {
        String pool = "members: [{address: \"127.0.0.1:1\", max-connections: 2}]\n";
        try (Proxied redirect = redirecting(pool, "visit: 200ms")) {
            assertThat(redirect.get("/").status()).isEqualTo(302);
            assertThat(redirect.get("/").status()).isEqualTo(302);
            assertThat(redirect.get("/").status()).isEqualTo(503);
            Soon.until(() -> redirect.get("/").status() == 302);
        }
    }

    @Test
    void theSameKeyIsSentToTheSameMember() {
        String pool = "policy: {type: hash, key: url}\nmembers: [127.0.0.1:1, 127.0.0.1:2]\n";
        try (Proxied redirect = redirecting(pool, "")) {
            String first = redirect.get("/a").field("Location");
            for (int i = 0; i < 10; i++)
                assertThat(redirect.get("/a").field("Location")).isEqualTo(first);
        }
    }

    @Test
    void aDrainedMemberGetsNobody() {
        try (Proxied redirect = redirecting(TWO, "")) {
            var pool = redirect.pool("web");
            pool.drain(pool.snapshot().members().getFirst().member());
            assertThat(shares(redirect, 10)).containsOnlyKeys("http://two.example.com:8080");
        }
    }

    private static int inFlight(Proxied redirect) {
        return redirect.pool("web").snapshot().members().stream()
                .mapToInt(state -> state.member().inFlight())
                .sum();
    }
}
