// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import static dev.galley.pool.Given.ROUND_ROBIN;
import static dev.galley.pool.Given.at;
import static dev.galley.pool.Given.stateAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.config.Address;
import dev.galley.config.CheckTiming;
import dev.galley.config.HealthConfig;
import dev.galley.config.MemberConfig;
import dev.galley.config.PoolConfig;
import dev.galley.config.StatusRange;
import dev.galley.pool.health.CheckResult;
import dev.galley.pool.health.TinyServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final String GOOD = "HTTP/1.1 200 OK\r\n\r\n";
    private static final String BAD = "HTTP/1.1 503 No\r\n\r\n";

    private final TinyServer server;
    private final Pool pool;
    private final Watch watch;

    WatchTest() throws IOException {
        server = new TinyServer(TinyServer.says(GOOD));
        pool = new Pool("web", config(http(3), member(server)), 1);
        watch = new Watch(pool, new SplittableRandom(1), List.of());
    }

    @AfterEach
    void stop() throws IOException {
        watch.close();
        server.close();
    }

    private static MemberConfig member(TinyServer server) {
        Address address = new Address("127.0.0.1", server.address().getPort());
        return new MemberConfig(address, 1, 1, null, Duration.ZERO);
    }

    private static HealthConfig http(int fall) {
        return new HealthConfig.Http(
                "/",
                "GET",
                null,
                Map.of(),
                new HealthConfig.Expect(List.of(new StatusRange(200, 399)), null, Map.of()),
                null,
                new CheckTiming(Duration.ofMillis(20), Duration.ofSeconds(5), 2, fall),
                null);
    }

    private static PoolConfig config(HealthConfig health, MemberConfig... members) {
        return Given.config(ROUND_ROBIN, 1, Given.EJECTION, health, members);
    }

    private CheckResult checkAfter(CheckResult before) {
        await().until(() -> !Objects.equals(at(pool, 0).lastCheck(), before));
        return at(pool, 0).lastCheck();
    }

    @Test
    void aMemberGoesDownAndComesUpAsItsChecksSay() {
        watch.start();
        CheckResult first = checkAfter(null);
        assertThat(first.passed()).isTrue();
        assertThat(first.took()).isPositive();
        server.behave(TinyServer.says(BAD));
        await().until(pool::down);
        assertThat(stateAt(pool, 0).reason()).isEqualTo("status 503, expected 200-399");
        assertThat(at(pool, 0).lastCheck().passed()).isFalse();
        server.behave(TinyServer.says(GOOD));
        await().until(() -> !pool.down());
        assertThat(stateAt(pool, 0).reason()).isEmpty();
    }

    @Test
    void aMemberServesBeforeItsFirstCheckAndOneFailureTakesItDown() {
        assertThat(pool.down()).isFalse();
        server.behave(TinyServer.says(BAD));
        pool.reconfigure(config(http(100), member(server)));
        watch.start();
        await().until(pool::down);
    }

    @Test
    void aMemberThatComesByReloadIsCheckedAndOneThatGoesIsNot() throws IOException {
        watch.start();
        CheckResult last = checkAfter(null);
        Member gone = at(pool, 0);
        try (TinyServer other = new TinyServer(TinyServer.says(BAD))) {
            pool.reconfigure(config(http(3), member(other)));
            await().until(pool::down);
            assertThat(gone.retired()).isTrue();
        }
        assertThat(last.passed()).isTrue();
    }

    @Test
    void aReloadThatChangesTheCheckKeepsTheState() {
        server.behave(TinyServer.says(BAD));
        watch.start();
        await().until(pool::down);
        CheckResult before = at(pool, 0).lastCheck();
        pool.reconfigure(config(http(100), member(server)));
        assertThat(pool.down()).isTrue();
        checkAfter(checkAfter(before));
        assertThat(pool.down()).isTrue();
        server.behave(TinyServer.says(GOOD));
        await().until(() -> !pool.down());
    }

    @Test
    void aCheckThatHangsIsBrokenOffWhenTheWatchEnds() {
        server.behave(TinyServer.hangs());
        watch.start();
        await().until(() -> server.requestCount() > 0);
        watch.close();
        await().until(() -> server.open() == 0);
        assertThat(at(pool, 0).lastCheck()).isNull();
    }

    @Test
    void ejectionsEndAndSlowStartsGrowWhileItWatches() {
        MemberConfig m = member(server);
        MemberConfig slow = new MemberConfig(m.address(), 1, 1, null, Duration.ofMillis(300));
        pool.reconfigure(config(http(3), slow));
        pool.drain(at(pool, 0));
        pool.enable(at(pool, 0));
        assertThat(stateAt(pool, 0).tenths()).isEqualTo(1);
        watch.start();
        await().until(() -> stateAt(pool, 0).tenths() == 10);
    }
}
