// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.persistence.Visitor.Visit;
import dev.galley.pool.Member;
import dev.galley.pool.persistence.SessionTable;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sessions that are remembered: known by an address, or by what the application calls them.
class TableTest {
    @Test
    void aClientsAddressBringsItBack() {
        try (Shop shop = Shop.with("source")) {
            Set<String> apps = new HashSet<>();
            for (int host = 1; host <= 6; host++) {
                String first = served(shop, "127.0.1." + host);
                apps.add(first);
                for (int i = 0; i < 4; i++)
                    assertThat(served(shop, "127.0.1." + host)).isEqualTo(first);
            }
            assertThat(apps).hasSize(3);
        }
    }

    @Test
    void aNetworkOfClientsStaysTogetherIfThePrefixSaysSo() {
        try (Shop shop = Shop.with("{type: source, ipv4-prefix: 24}")) {
            String first = served(shop, "127.0.1.1");
            for (int host = 2; host <= 6; host++)
                assertThat(served(shop, "127.0.1." + host)).isEqualTo(first);
            assertThat(table(shop).sessions(0, 10))
                    .singleElement()
                    .satisfies(session -> assertThat(session.key()).isEqualTo("127.0.1.0"));
        }
    }

    @Test
    void theAddressThatClientsConnectToDecides() {
        try (Shop shop = Shop.with("destination")) {
            String first = served(shop, "127.0.1.1");
            for (int host = 2; host <= 6; host++)
                assertThat(served(shop, "127.0.1." + host)).isEqualTo(first);
            assertThat(table(shop).sessions(0, 10))
                    .singleElement()
                    .satisfies(session -> assertThat(session.key()).isEqualTo("127.0.0.1"));
        }
    }

    @Test
    void theApplicationsOwnCookieIsLearnedFromItsAnswers() {
        try (Shop shop = Shop.with("app-cookie")) {
            Set<String> apps = new HashSet<>();
            for (int v = 0; v < 6; v++)
                try (Visitor visitor = shop.visitor()) {
                    Visit first = visitor.get("/");
                    apps.add(first.app());
                    for (int i = 2; i <= 5; i++) {
                        Visit again = visitor.get("/");
                        assertThat(again.app()).isEqualTo(first.app());
                        assertThat(again.count()).isEqualTo(i);
                    }
                }
            assertThat(apps).hasSize(3);
            assertThat(table(shop).size()).isEqualTo(6);
        }
    }

    @Test
    void theApplicationsNewSessionIsWhereItBegan() {
        try (Shop shop =
                        Shop.with(
                                "app-cookie", "retry: {attempts: 2, budget: 100%}", "limits: {}");
                Visitor visitor = shop.visitor()) {
            Visit first = visitor.get("/");
            shop.app(first.app()).die();
            Visit moved = visitor.get("/");
            assertThat(moved.app()).isNotEqualTo(first.app());
            assertThat(moved.id()).isNotEqualTo(first.id());
            shop.app(first.app()).comeBack();
            for (int i = 2; i <= 6; i++) {
                assertThat(visitor.get("/").count()).isEqualTo(i);
                // The old id has moved with it.
                visitor.forgetCookies();
                assertThat(visitor.get("/", "Cookie", "JSESSIONID=" + first.id()).app())
                        .isEqualTo(moved.app());
                visitor.forgetCookies();
                visitor.remember("JSESSIONID", moved.id());
            }
        }
    }

    @Test
    void aDrainingMemberKeepsItsSessionsAndGetsNoNewOnes() {
        try (Shop shop = Shop.with("app-cookie");
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
    void anIdInThePathIsFoundThatACookieOrALocationTold() {
        try (Shop shop = Shop.with("url")) {
            for (int v = 0; v < 4; v++)
                try (Visitor visitor = shop.visitor()) {
                    Visit first = visitor.get("/");
                    for (int i = 2; i <= 4; i++) {
                        visitor.forgetCookies();
                        Visit again = visitor.get("/cart;jsessionid=" + first.id() + "/x?y=z");
                        assertThat(again.app()).isEqualTo(first.app());
                        assertThat(again.count()).isEqualTo(i);
                    }
                }
            for (int v = 0; v < 4; v++)
                try (Visitor visitor = shop.visitor()) {
                    Visit login = visitor.get("/login");
                    assertThat(login.set("JSESSIONID")).isEmpty();
                    Visit home = visitor.get(login.header("Location"));
                    assertThat(home.app()).isEqualTo(login.app());
                    assertThat(home.count()).isEqualTo(2);
                }
        }
    }

    @Test
    void anIdInTheQueryIsFoundFromTheFirstRequestOn() {
        try (Shop shop = Shop.with("{type: url, name: sid}");
                Visitor visitor = shop.visitor()) {
            Set<String> apps = new HashSet<>();
            for (int id = 0; id < 6; id++) {
                String path = "/?a=b&sid=s" + id;
                String first = visitor.get(path).app();
                apps.add(first);
                for (int i = 0; i < 4; i++)
                    assertThat(visitor.get(path + "&c=" + i).app()).isEqualTo(first);
            }
            assertThat(apps).hasSize(3);
        }
    }

    @Test
    void aHeaderIsFoundAndLearnedFromAnswers() {
        try (Shop shop = Shop.with("{type: header, name: X-Session}")) {
            for (int v = 0; v < 6; v++)
                try (Visitor visitor = shop.visitor()) {
                    Visit first = visitor.get("/token");
                    String token = first.header("X-Session");
                    assertThat(token).isEqualTo(first.id());
                    for (int i = 2; i <= 4; i++) {
                        Visit again = visitor.get("/", "x-session", token);
                        assertThat(again.app()).isEqualTo(first.app());
                        assertThat(again.count()).isEqualTo(i);
                    }
                }
        }
    }

    @Test
    void ofATablesIdsTheFirstThatARequestHasCounts() {
        String ids = "{type: table, ids: [\"cookie:JSESSIONID\", \"url:jsessionid\", source]}";
        try (Shop shop = Shop.with(ids);
                Visitor visitor = shop.visitor()) {
            Visit first = visitor.get("/");
            assertThat(visitor.get("/").count()).isEqualTo(2);
            visitor.forgetCookies();
            assertThat(visitor.get("/a;jsessionid=" + first.id()).count()).isEqualTo(3);
            visitor.forgetCookies();
            // Without any id it is the address, by which the very first request was remembered.
            assertThat(visitor.get("/").app()).isEqualTo(first.app());
            assertThat(table(shop).sessions(0, 10))
                    .extracting(SessionTable.Session::key)
                    .contains("127.0.0.1")
                    .anyMatch(key -> key.matches("#[0-9a-f]{16}"))
                    .noneMatch(key -> key.contains(first.id()));
        }
    }

    @Test
    void theLimitHoldsUnderManyIds() {
        try (Shop shop = Shop.with("{type: url, name: sid, size: 50}");
                Visitor visitor = shop.visitor()) {
            for (int id = 0; id < 300; id++) visitor.get("/?sid=s" + id);
            assertThat(table(shop).size()).isEqualTo(50);
            assertThat(table(shop).evictions()).isEqualTo(250);
            String last = visitor.get("/?sid=s299").app();
            assertThat(visitor.get("/?sid=s299").app()).isEqualTo(last);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /;sid=?sid= HTTP/1.1\r\nHost: h\r\nCookie: sid\r\nX-Session:\r\n",
                "GET /;sid;sid=/;?&&sid&=sid&;; HTTP/1.1\r\nHost: h\r\nCookie: ;=;sid=\r\n",
                "GET * HTTP/1.1\r\nHost: h\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: h\r\n",
                "GET http://h?sid=1;sid=2 HTTP/1.1\r\nHost: h\r\nCookie: \"\r\nCookie:\r\n",
            })
    void emptyAndOddIdsDoNoHarm(String head) {
        String ids =
                "{type: table, ids: [\"cookie:sid\", \"url:sid\", \"header:X-Session\","
                        + " \"form:sid\"]}";
        try (Shop shop = Shop.with(ids)) {
            String answer = Raw.ask(shop.proxy.address(), head + "Connection: close\r\n\r\n");
            assertThat(answer).matches("(?s)HTTP/1.1 [24]\\d\\d .*");
        }
    }

    private static String served(Shop shop, String source) {
        String answer =
                Raw.from(
                        InetAddress.ofLiteral(source),
                        shop.proxy.address(),
                        "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        return answer.substring(answer.indexOf("\r\n\r\n") + 4).substring(0, 1);
    }

    @SuppressWarnings("unchecked") // pools have tables of members
    private static SessionTable<Member> table(Shop shop) {
        return (SessionTable<Member>) java.util.Objects.requireNonNull(shop.pool().persistence());
    }
}
