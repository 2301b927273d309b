// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.sessions.InProcessStore;
import dev.galley.sessions.SessionException;
import dev.galley.sessions.SessionLimits;
import dev.galley.sessions.SessionStore;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Two servers with one store behind them, which stands for what several processes share.
class GalleySessionsTest {
    private static final SessionLimits LIMITS =
            new SessionLimits(4096, 1000, Duration.ofMinutes(30));

    private final AtomicLong late = new AtomicLong();
    private final InProcessStore store =
            new InProcessStore(LIMITS, () -> System.nanoTime() + late.get());
    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();
    private final List<Containers.Running> running = new ArrayList<>();

    @TempDir private Path folder;

    @AfterEach
    void stop() throws Exception {
        for (Containers.Running one : running) one.end();
        client.close();
    }

    private Containers.Running start(Containers container, SessionStore of) throws Exception {
        Containers.Running one = container.start(folder.resolve("at" + running.size()), of);
        running.add(one);
        return one;
    }

    private HttpResponse<String> answer(Containers.Running server, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path));
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private String get(Containers.Running server, String path) throws Exception {
        return answer(server, path).body();
    }

    private String id() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(c -> c.getName().equals("SESSION"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @EnumSource
    void anotherServerGoesOnWithTheSessionWhenItsServerIsGone(Containers container)
            throws Exception {
        var first = start(container, store);
        var second = start(container, store);
        get(first, "/login?user=ann");
        assertThat(get(first, "/add?item=tea")).isEqualTo("ann [Item[name=tea]]");
        running.remove(first);
        first.end();
        assertThat(get(second, "/add?item=cup")).isEqualTo("ann [Item[name=tea], Item[name=cup]]");
        assertThat(get(second, "/")).isEqualTo("ann [Item[name=tea], Item[name=cup]]");
    }

    @ParameterizedTest
    @EnumSource
    void whoLogsInGetsAnotherIdAndTheOldOneIsNobodys(Containers container) throws Exception {
        var server = start(container, store);
        get(server, "/add?item=tea");
        String before = id();
        assertThat(get(server, "/login?user=ann")).isEqualTo("ann [Item[name=tea]]");
        assertThat(id()).isNotEqualTo(before).hasSize(27);
        assertThat(store.get(before)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void whatRequestsOfOneSessionSetAtATimeIsAllThere(Containers container) throws Exception {
        var server = start(container, store);
        get(server, "/login?user=ann");
        List<Callable<String>> requests = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String path = "/note?name=n%d&value=v%d".formatted(i, i);
            requests.add(() -> get(server, path));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var one : threads.invokeAll(requests)) assertThat(one.get()).startsWith("ann");
        }
        Content kept = Content.of(store.get(id()).value());
        assertThat(kept.attributes()).hasSize(21);
    }

    @ParameterizedTest
    @EnumSource
    void aSessionThatWasEndedOrWhoseTimeIsOverIsGoneEverywhere(Containers container)
            throws Exception {
        var first = start(container, store);
        var second = start(container, store);
        get(first, "/login?user=ann");
        assertThat(get(second, "/logout")).isEqualTo("bye");
        assertThat(get(first, "/")).isEqualTo("nobody");
        get(first, "/login?user=bob");
        late.addAndGet(LIMITS.ttl().minusSeconds(60).toNanos());
        assertThat(get(second, "/")).isEqualTo("bob null");
        late.addAndGet(LIMITS.ttl().minusSeconds(60).toNanos());
        assertThat(get(first, "/")).isEqualTo("bob null");
        late.addAndGet(LIMITS.ttl().toNanos());
        assertThat(get(first, "/")).isEqualTo("nobody");
    }

    @ParameterizedTest
    @EnumSource
    void theCookieIsNotForScriptsNorForOtherSites(Containers container) throws Exception {
        var server = start(container, store);
        assertThat(answer(server, "/").headers().allValues("Set-Cookie")).isEmpty();
        String set = answer(server, "/add?item=tea").headers().firstValue("Set-Cookie").get();
        assertThat(set).startsWith("SESSION=").contains("Path=/", "HttpOnly", "SameSite=Lax");
        assertThat(set).doesNotContain("Secure");
    }

    @ParameterizedTest
    @EnumSource
    void anIdThatTheBrowserHasMadeUpIsNotTaken(Containers container) throws Exception {
        var server = start(container, store);
        String made = "A".repeat(27);
        URI uri = URI.create("http://127.0.0.1:" + server.port());
        HttpCookie cookie = new HttpCookie("SESSION", made);
        cookie.setPath("/");
        cookie.setVersion(0);
        cookies.getCookieStore().add(uri, cookie);
        HttpResponse<String> answer = answer(server, "/add?item=tea");
        assertThat(answer.body()).isEqualTo("null [Item[name=tea]]");
        assertThat(answer.headers().firstValue("Set-Cookie").get())
                .matches("SESSION=.{27};.*")
                .doesNotContain(made);
        assertThat(store.get(made)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void anAttributeThatCannotBeKeptIsRefusedWhereItIsSet(Containers container) throws Exception {
        var server = start(container, store);
        assertThat(get(server, "/odd")).contains("the session's attribute odd", "Serializable");
    }

    @ParameterizedTest
    @EnumSource
    void whatCouldNotBeWrittenIsNotAcknowledged(Containers container) throws Exception {
        var server = start(container, new Refusing(store));
        HttpResponse<String> answer = answer(server, "/add?item=tea");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }

    @ParameterizedTest
    @EnumSource
    void whatARequestHasChangedBeforeItFailedStays(Containers container) throws Exception {
        var server = start(container, store);
        get(server, "/login?user=ann");
        assertThat(answer(server, "/fail?name=user&value=bob").statusCode()).isEqualTo(500);
        assertThat(get(server, "/")).isEqualTo("bob null");
    }

    @Test
    void aChangeOfTheTimeToLiveOutlivesAnotherRequestThatKnewTheOldOne() {
        var maker = new StoredSession.Maker(store, new Values(""), null, InstantSource.system());
        StoredSession first = maker.make();
        StoredSession second = maker.find(first.getId());
        first.setMaxInactiveInterval(60);
        first.save(true);
        second.setAttribute("user", "ann");
        second.save(true);
        StoredSession now = maker.find(first.getId());
        assertThat(now.getMaxInactiveInterval()).isEqualTo(60);
        assertThat(now.getAttribute("user")).isEqualTo("ann");
    }

    /// Cannot be written to.
    private record Refusing(SessionStore of) implements SessionStore {
        @Override
        public Versioned get(String id) {
            return of.get(id);
        }

        @Override
        public long create(String id, byte[] value, Duration ttl) {
            return of.create(id, value, ttl);
        }

        @Override
        public long replace(String id, long version, byte[] value, Duration ttl) {
            throw new SessionException("it is not there");
        }

        @Override
        public boolean touch(String id, Duration ttl) {
            return of.touch(id, ttl);
        }

        @Override
        public void remove(String id) {
            of.remove(id);
        }

        @Override
        public Duration ttl() {
            return of.ttl();
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public void close() {}
    }
}
