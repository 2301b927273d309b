// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Routes: which request goes where, and what is changed on the way.
class RouteTest {
    private static final String ROUTES =
            """
            listeners:
              - bind: "127.0.0.1:0"
                routes:
                  - {match: {host: shop.example.com, path: /images/**}, respond: {body: images}}
                  - {match: {host: "*.example.com", path: /exact}, respond: {body: exact}}
                  - {match: {path: "*.php"}, respond: {body: php}}
                  - {match: {path: /one/*/three}, respond: {body: segment}}
                  - {match: {method: [PUT, DELETE]}, respond: {body: method}}
                  - {match: {header: {X-Beta: "1"}}, respond: {body: header}}
                  - {match: {header: {X-Any: "*"}}, respond: {body: any-header}}
                  - {match: {query: {v: "2"}}, respond: {body: query}}
                  - {match: {path: /old}, redirect: "https://new.example.com${path}${query}"}
                  - {match: {path: /new/*}, redirect: "/newer${path}${query}"}
                  - {match: {path: /moved}, redirect: {to: /here, status: 308}}
                  - match: {path: /teapot}
                    respond: {status: 418, headers: {Content-Type: text/tea, X-Own: a}, body: tea}
                  - {match: {host: other.example.com}, respond: {body: other}}
                  - {match: {host: "*.example.com"}, respond: {body: wildcard}}
            """;

    @AutoClose final Proxied routes = Proxied.of(ROUTES);
    @AutoClose final Backend backend = Backend.replying(r -> Backend.ok(r.target()));

    @ParameterizedTest
    @CsvSource({
        "GET, shop.example.com, /images/a.png, '', images",
        "GET, SHOP.Example.COM:8080, /images/x/y, '', images",
        "GET, shop.example.com, /images/../exact, '', exact",
        "GET, shop.example.com, /%69mages/a, '', images",
        "GET, shop.example.com, /imagesque, '', wildcard",
        "GET, a.example.com, /exact, '', exact",
        "GET, a.b.example.com, /exact, '', exact",
        "GET, a.example.com, /exact/, '', wildcard",
        "GET, h, /a/b.php, '', php",
        "GET, h, /b.php?x=y, '', php",
        "GET, h, /one/two/three, '', segment",
        "PUT, h, /, '', method",
        "DELETE, h, /, '', method",
        "GET, h, /, 'X-Beta: 1', header",
        "GET, h, /, 'x-beta: 1', header",
        "GET, h, /, 'X-Any: whatever', any-header",
        "GET, h, /?a=b&v=2, '', query",
        "GET, h, /?%76=%32, '', query",
        "GET, other.example.com, /, '', other",
        "GET, new.example.com, /, '', wildcard",
    })
    void theFirstRouteThatMatchesServes(
            String method, String host, String path, String field, String served) {
        String fields = field.isEmpty() ? "" : field + "\r\n";
        Message answer =
                routes.ask(
                        "%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n"
                                .formatted(method, path, host, fields));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(served);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, h, /",
        "GET, example.com, /",
        "GET, badexample.com, /",
        "GET, h, /one/two/x/three",
        "GET, h, /?v=22",
        "GET, h, /?w=2",
        "put, h, /",
        "GET, h, /a.phpx"
    })
    void whatNoRouteTakesIsA404(String method, String host, String path) {
        Message answer =
                routes.ask("%s %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(method, path, host));
        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void aRedirectNamesWhereToGo() {
        Message answer = routes.get("/old?a=b");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.field("Location")).isEqualTo("https://new.example.com/old?a=b");
        Message literal = routes.get("/new/${query}$1?${path}");
        assertThat(literal.field("Location")).isEqualTo("/newer/new/${query}$1?${path}");
        Message moved = routes.get("/moved");
        assertThat(moved.status()).isEqualTo(308);
        assertThat(moved.field("Location")).isEqualTo("/here");
    }

    @Test
    void aFixedAnswerHasItsStatusFieldsAndBody() {
        Message answer = routes.get("/teapot");
        assertThat(answer.status()).isEqualTo(418);
        assertThat(answer.field("Content-Type")).isEqualTo("text/tea");
        assertThat(answer.field("X-Own")).isEqualTo("a");
        assertThat(answer.text()).isEqualTo("tea");
        try (RawClient client = routes.client()) {
            client.send("HEAD /teapot HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.answer("HEAD").field("Content-Length")).isEqualTo("3");
            client.send("GET /teapot HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("tea");
        }
    }

    @Test
    void aBodyThatNobodyReadsDoesNotBecomeARequest() {
        try (RawClient client = routes.client()) {
            client.send(
                    "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 30\r\n\r\n"
                            + "GET /teapot HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("method");
            assertThat(client.rest()).doesNotContain("tea");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'strip-prefix: /api', /api/users?x=y, /users?x=y",
        "'strip-prefix: /api', /api, /",
        "'strip-prefix: /api', /other, /other",
        "'add-prefix: /v2', /users, /v2/users",
        "'strip-prefix: /api, add-prefix: /v2', /api/users, /v2/users",
        "'path: /fixed', /anything?x=y, /fixed?x=y",
    })
    void aPathIsRewritten(String rewrite, String asked, String passedOn) {
        try (Proxied rewriting = rewriting("{" + rewrite + "}")) {
            assertThat(rewriting.get(asked).text()).isEqualTo(passedOn);
        }
    }

    @Test
    void fieldsAreRewrittenBothWays() {
        String edits =
                "{host: inner, request: {remove: [X-A], set: {X-B: new}, add: {X-C: more}},"
                        + " response: {remove: [Server], set: {X-D: set}, add: {X-E: added}}}";
        String head = "HTTP/1.1 200 OK\r\nServer: s\r\nX-D: old\r\nContent-Length: 0\r\n\r\n";
        try (Backend served = Backend.replying(request -> head);
                Proxied rewriting = rewriting(edits, served)) {
            Message answer =
                    rewriting.ask(
                            "GET / HTTP/1.1\r\nHost: h\r\nX-A: a\r\nx-b: b\r\nX-C: c\r\n\r\n");
            Message got = served.request();
            assertThat(got.field("Host")).isEqualTo("inner");
            assertThat(got.has("X-A")).isFalse();
            assertThat(got.all("X-B")).containsExactly("new");
            assertThat(got.all("X-C")).containsExactly("c", "more");
            assertThat(answer.has("Server")).isFalse();
            assertThat(answer.all("X-D")).containsExactly("set");
            assertThat(answer.all("X-E")).containsExactly("added");
        }
    }

    private Proxied rewriting(String rewrite) {
        return rewriting(rewrite, backend);
    }

    private static Proxied rewriting(String rewrite, Backend to) {
        return Proxied.of(
                """
                pools: {web: {members: [%s]}}
                listeners:
                  - {bind: "127.0.0.1:0", routes: [{pool: web, rewrite: %s}]}
                """
                        .formatted(to.address(), rewrite));
    }

    @Test
    void anErrorHasTheConfiguredPage() {
        try (Proxied paged =
                Proxied.of(
                        """
                        listeners:
                          - bind: "127.0.0.1:0"
                            routes: [{match: {path: /a}, respond: {body: a}}]
                            error-pages: [{status: [404, 500-599], body: "<p>sorry</p>"}]
                        """)) {
            Message answer = paged.get("/b");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).isEqualTo("<p>sorry</p>");
            assertThat(answer.field("Content-Type")).startsWith("text/html");
            assertThat(paged.ask("BAD\r\n\r\n").text()).doesNotContain("sorry");
        }
    }
}
