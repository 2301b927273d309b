// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.PersistenceConfig;
import dev.galley.config.Shared;
import dev.galley.config.TableLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionTableTest {
    private static final Duration TTL = Duration.ofMinutes(10);

    private long now = Long.MAX_VALUE - 1_000_000;
    private final Set<String> gone = new HashSet<>();

    @Test
    void aSessionIsFoundUntilItWasNotUsedForItsTime() {
        SessionTable<String> table = table(100);
        table.move(key(table, "a"), null, "one");
        for (int i = 0; i < 5; i++) {
            pass(TTL.minusSeconds(2));
            assertThat(table.find(key(table, "a"))).isEqualTo("one");
        }
        pass(TTL);
        assertThat(table.find(key(table, "a"))).isNull();
        assertThat(table.move(key(table, "a"), null, "two")).isEqualTo("two");
        assertThat(table.find(key(table, "a"))).isEqualTo("two");
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void theFirstOfManyWhoMoveASessionSaysWhereTo() {
        SessionTable<String> table = table(100);
        assertThat(table.move(key(table, "a"), null, "one")).isEqualTo("one");
        assertThat(table.move(key(table, "a"), null, "two")).isEqualTo("one");
        assertThat(table.move(key(table, "a"), "one", "three")).isEqualTo("three");
        assertThat(table.move(key(table, "a"), "one", "four")).isEqualTo("three");
        table.begin(key(table, "a"), "five");
        assertThat(table.find(key(table, "a"))).isEqualTo("five");
    }

    @Test
    void neverMoreThanTheLimitAreKeptAndThoseInUseStay() {
        SessionTable<String> table = table(1000);
        for (int i = 0; i < 100; i++) table.move(key(table, "busy" + i), null, "one");
        for (int i = 0; i < 20_000; i++) {
            pass(Duration.ofMillis(10));
            table.move(key(table, "new" + i), null, "two");
            assertThat(table.size()).isLessThanOrEqualTo(1000);
            if (i % 50 == 0)
                for (int k = 0; k < 100; k++) {
                    pass(Duration.ofMillis(10));
                    table.find(key(table, "busy" + k));
                }
        }
        assertThat(table.evictions()).isEqualTo(20_000 - 900);
        long kept =
                IntStream.range(0, 100)
                        .filter(k -> table.find(key(table, "busy" + k)) != null)
                        .count();
        assertThat(kept).isGreaterThan(95);
        assertThat(table.find(key(table, "new19999"))).isEqualTo("two");
    }

    @Test
    void aSmallerLimitIsKeptToAtOnce() {
        SessionTable<String> table = table(100);
        for (int i = 0; i < 100; i++) table.move(key(table, "k" + i), null, "one");
        table.reconfigure(config(10), limits(10));
        assertThat(table.size()).isEqualTo(10);
        assertThat(table.sessions(0, 1000)).hasSize(10);
    }

    @Test
    void sweepingForgetsWhatIsOverAndWhatBelongedToMembersThatLeft() {
        SessionTable<String> table = table(10_000);
        for (int i = 0; i < 5_000; i++) table.move(key(table, "old" + i), null, "one");
        pass(TTL.minusSeconds(1));
        for (int i = 0; i < 1_000; i++) table.move(key(table, "young" + i), null, "one");
        table.move(key(table, "lost"), null, "two");
        pass(Duration.ofSeconds(1));
        gone.add("two");
        for (int i = 0; i < 4; i++) table.sweep();
        assertThat(table.size()).isEqualTo(1_000);
        assertThat(table.find(key(table, "lost"))).isNull();
        for (int i = 0; i < 1_000; i++)
            assertThat(table.find(key(table, "young" + i))).isEqualTo("one");
    }

    @Test
    void sessionsAreShownByPages() {
        SessionTable<String> table = table(100);
        for (int i = 0; i < 25; i++) table.move(key(table, "k" + i), null, "m" + i);
        Set<String> seen = new HashSet<>();
        for (int page = 0; page < 3; page++)
            for (var session : table.sessions(page * 10, 10)) seen.add(session.member());
        assertThat(seen).hasSize(25);
        assertThat(table.sessions(30, 10)).isEmpty();
        pass(Duration.ofSeconds(3));
        assertThat(table.sessions(0, 1).getFirst().idle()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void manyThreadsAtATimeLeaveItWhole() throws InterruptedException {
        SessionTable<String> table = table(500);
        CountDownLatch done = new CountDownLatch(4);
        for (int t = 0; t < 4; t++) {
            int seed = t;
            Thread.ofVirtual()
                    .start(() -> {
                        var random = new java.util.SplittableRandom(seed);
                        for (int i = 0; i < 20_000; i++) {
                            SessionKey key = key(table, "k" + random.nextInt(2_000));
                            String had = table.find(key);
                            table.move(key, had, "m" + random.nextInt(5));
                        }
                        done.countDown();
                    });
        }
        done.await();
        assertThat(table.size()).isEqualTo(500);
        List<SessionTable.Session> all = table.sessions(0, 10_000);
        assertThat(all).hasSize(500);
        assertThat(all.stream().map(SessionTable.Session::key)).doesNotHaveDuplicates();
        long found =
                IntStream.range(0, 2_000)
                        .filter(i -> table.find(key(table, "k" + i)) != null)
                        .count();
        assertThat(found).isEqualTo(500);
    }

    @Test
    void whatOthersWereNotToldBeforeSharingWasTurnedOffTheyAreToldWhenItIsOnAgain() {
        SessionTable<String> table = table(100);
        share(table, Shared.ON);
        table.move(key(table, "a"), null, "one");
        share(table, Shared.OFF);
        table.move(key(table, "b"), null, "two");
        assertThat(table.tell(10)).isEmpty();
        share(table, Shared.ON);
        table.sweep();
        assertThat(table.tell(10)).extracting(Binding::member).containsExactly("one", "two");
        assertThat(table.tell(10)).isEmpty();
    }

    private static void share(SessionTable<String> table, Shared shared) {
        TableLimits limits = new TableLimits(TTL, 100, shared);
        table.reconfigure(new PersistenceConfig.AppCookie("JSESSIONID", limits), limits);
    }

    private SessionTable<String> table(int size) {
        return new SessionTable<>(
                config(size), limits(size), new Names(gone), () -> now, InstantSource.system());
    }

    private static PersistenceConfig config(int size) {
        return new PersistenceConfig.AppCookie("JSESSIONID", limits(size));
    }

    private static TableLimits limits(int size) {
        return new TableLimits(TTL, size);
    }

    private static SessionKey key(SessionTable<String> table, String id) {
        byte[] bytes = id.getBytes(UTF_8);
        return table.key(bytes, 0, bytes.length);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
