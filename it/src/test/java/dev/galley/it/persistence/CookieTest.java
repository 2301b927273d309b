// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.galley.it.persistence.Visitor.Visit;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The balancer's own cookie.
class CookieTest {
    @Test
    void aBrowserComesBackToItsMemberAndOthersAreSpread() {
        try (Shop shop = Shop.with("cookie")) {
            Set<String> apps = new HashSet<>();
            for (int v = 0; v < 6; v++)
                try (Visitor visitor = shop.visitor()) {
                    Visit first = visitor.get("/");
                    apps.add(first.app());
                    for (int i = 2; i <= 6; i++) {
                        Visit again = visitor.get("/");
                        assertThat(again.app()).isEqualTo(first.app());
                        assertThat(again.count()).isEqualTo(i);
                        assertThat(again.set("GALLEY")).isEmpty();
                    }
                }
            assertThat(apps).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @Test
    void theCookieNamesNoAddressAndNeverReachesMembersWhileOthersDo() {
        try (Shop shop = Shop.with("cookie");
                Visitor visitor = shop.visitor()) {
            Visit first = visitor.get("/");
            assertThat(first.set("GALLEY"))
                    .singleElement()
                    .asString()
                    .matches("GALLEY=[0-9a-f]{40}; Path=/; HttpOnly; SameSite=Lax");
            assertThat(first.header("Cache-Control")).isEqualTo("private");
            visitor.get("/");
            HttpExchange seen = shop.app(first.app()).requests.getLast();
            assertThat(seen.getRequestHeaders().get("Cookie"))
                    .singleElement()
                    .asString()
                    .startsWith("JSESSIONID=")
                    .doesNotContain("GALLEY");
        }
    }

    @Test
    void theCookieIsAsTheFileSays() {
        String persistence =
                "{type: cookie, name: SHOP, ttl: 8h, path: /x, domain: example.com, http-only: off,"
                        + " same-site: strict, secret: hush}";
        try (Shop shop = Shop.with(persistence, "min-up: 1", "trusted: 127.0.0.1");
                Visitor visitor = shop.visitor()) {
            assertThat(visitor.get("/", "X-Forwarded-Proto", "https").set("SHOP"))
                    .singleElement()
                    .asString()
                    .matches(
                            "SHOP=[0-9a-f]{40}; Path=/x; Domain=example.com; Max-Age=28800;"
                                    + " Secure; SameSite=Strict");
        }
    }

    @Test
    void aMembersOwnCookieOfThatNameReachesNobody() {
        try (Shop shop = Shop.with("cookie");
                Visitor visitor = shop.visitor()) {
            assertThat(visitor.get("/theft").set("GALLEY"))
                    .singleElement()
                    .asString()
                    .doesNotContain("theirs");
            assertThat(visitor.get("/theft").set("GALLEY")).isEmpty();
        }
    }

    @Test
    void aDrainingMemberKeepsItsBrowsersAndGetsNoNewOnes() {
        try (Shop shop = Shop.with("cookie");
                Visitor visitor = shop.visitor()) {
            String app = visitor.get("/").app();
            shop.pool().drain(shop.member(app));
            for (int i = 2; i <= 6; i++) {
                assertThat(visitor.get("/").count()).isEqualTo(i);
                try (Visitor other = shop.visitor()) {
                    assertThat(other.get("/").app()).isNotEqualTo(app);
                }
            }
        }
    }

    @Test
    void aDeadMemberLosesItsBrowsersAtOnceTheyLearnTheirNewCookieAndStay() {
        try (Shop shop = Shop.with("cookie", "retry: {attempts: 2, budget: 100%}", "limits: {}");
                Visitor visitor = shop.visitor()) {
            String before = visitor.get("/").app();
            String cookie = visitor.cookie("GALLEY");
            shop.app(before).die();
            Visit moved = visitor.get("/");
            assertThat(moved.answer().statusCode()).isEqualTo(200);
            assertThat(moved.app()).isNotEqualTo(before);
            assertThat(moved.set("GALLEY")).hasSize(1);
            assertThat(visitor.cookie("GALLEY")).isNotEqualTo(cookie);
            shop.app(before).comeBack();
            for (int i = 2; i <= 6; i++) {
                Visit after = visitor.get("/");
                assertThat(after.app()).isEqualTo(moved.app());
                assertThat(after.count()).isEqualTo(i);
            }
        }
    }

    @Test
    void aMemberThatItsCheckFindsDownLosesItsBrowsers() {
        String health = "health: {type: tcp, interval: 20ms, rise: 1, fall: 1}, retry: 0";
        try (Shop shop = Shop.with("cookie", health, "limits: {}");
                Visitor visitor = shop.visitor()) {
            String before = visitor.get("/").app();
            shop.app(before).die();
            Awaitility.await().until(() -> !shop.member(before).keeping());
            Visit moved = visitor.get("/");
            assertThat(moved.app()).isNotEqualTo(before);
            assertThat(moved.set("GALLEY")).hasSize(1);
        }
    }

    @Test
    void aFullMemberKeepsItsBrowserWhileAnotherServesOneRequest() throws Exception {
        try (Shop shop = Shop.with("cookie");
                Visitor visitor = shop.visitor()) {
            Visit first = visitor.get("/");
            App app = shop.app(first.app());
            String other = shop.app(first.app().equals("a") ? "b" : "a").address();
            shop.proxy.reload(
                    """
                    pools: {web: {persistence: cookie, members: [%s, {address: "%s", max-connections: 1}]}}
                    listeners: [{bind: "127.0.0.1:0", routes: [{pool: web}]}]
                    """
                            .formatted(other, app.address()));
            Thread slow = Thread.ofVirtual().start(() -> visitor.get("/slow"));
            Awaitility.await().until(() -> shop.member(first.app()).inFlight() == 1);
            Visit elsewhere = visitor.get("/");
            assertThat(elsewhere.app()).isNotEqualTo(first.app());
            assertThat(elsewhere.set("GALLEY")).isEmpty();
            app.letGo();
            slow.join();
            assertThat(visitor.get("/").app()).isEqualTo(first.app());
        }
    }

    @Test
    void aReloadThatAddsAndRemovesOthersMovesNobody() {
        try (Shop shop = Shop.with("cookie");
                Visitor visitor = shop.visitor()) {
            String app = visitor.get("/").app();
            List<App> without = shop.apps.stream().filter(a -> a.name.equals(app)).toList();
            shop.reload("persistence: cookie", without);
            assertThat(visitor.get("/").count()).isEqualTo(2);
            shop.reload("persistence: {type: cookie, ttl: 1h}", shop.apps);
            for (int i = 3; i < 8; i++) assertThat(visitor.get("/").count()).isEqualTo(i);
        }
    }

    @Test
    void aCookieIsRenewedWhenHalfOfItsTimeIsOver() {
        try (Shop shop = Shop.with("{type: cookie, ttl: 4s}");
                Visitor visitor = shop.visitor()) {
            Visit first = visitor.get("/");
            assertThat(visitor.get("/").set("GALLEY")).isEmpty();
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> !visitor.get("/").set("GALLEY").isEmpty());
            assertThat(visitor.get("/").app()).isEqualTo(first.app());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GALLEY=",
                "GALLEY",
                "GALLEY=0000000000000000000000000000000000000000",
                "GALLEY=\"ffffffffffffffffffffffffffffffffffffffff\"",
                "GALLEY=; GALLEY=x; GALLEY=\"",
                ";;;;= ; =; GALLEY =a;GALLEY= b ",
                "galley=1; GALLEYS=2; XGALLEY=3",
                "\"GALLEY=1; x\"",
                "\u00e9GALLEY=1; GALLEY=\u00ff\u00fe",
            })
    void whatIsNoGoodCookieCountsAsNone(String hostile) {
        try (Shop shop = Shop.with("cookie")) {
            String head = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nCookie: ";
            String answer = Raw.ask(shop.proxy.address(), head + hostile + "\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 200 ").contains("Set-Cookie: GALLEY=");
        }
    }

    @Test
    void amongManyCookiesTheGoodOneCountsAndAllOthersReachTheMember() {
        try (Shop shop = Shop.with("cookie");
                Visitor visitor = shop.visitor()) {
            String app = visitor.get("/").app();
            String good = visitor.cookie("GALLEY");
            StringBuilder many = new StringBuilder("first=1");
            for (int i = 0; i < 200; i++)
                many.append("; GALLEY=").append(i).append("; c=").append(i);
            String head =
                    "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nCookie: GALLEY=\r\nCookie: "
                            + many
                            + "; GALLEY=\""
                            + good
                            + "\";last=2\r\n\r\n";
            String answer = Raw.ask(shop.proxy.address(), head);
            assertThat(answer).contains(app + " 1 ").doesNotContain("GALLEY");
            assertThat(shop.app(app).requests.getLast().getRequestHeaders().get("Cookie"))
                    .singleElement()
                    .asString()
                    .startsWith("first=1; c=0; c=1; ")
                    .endsWith("; c=199; last=2");
        }
    }
}
