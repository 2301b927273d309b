// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InProcessStoreTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong clock = new AtomicLong();
    private final InProcessStore store = store(3);

    private InProcessStore store(int sessions) {
        return new InProcessStore(new SessionLimits(10, sessions, MINUTE), clock::get);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private String text(String id) {
        var found = store.get(id);
        return found == null ? null : new String(found.value(), UTF_8);
    }

    @Test
    void whatWasCreatedIsThereUntilItsTimeIsOver() {
        assertThat(store.create("a", bytes("one"), MINUTE)).isPositive();
        pass(MINUTE.minusNanos(1));
        assertThat(text("a")).isEqualTo("one");
        pass(Duration.ofNanos(1));
        assertThat(text("a")).isNull();
    }

    @Test
    void whatIsThereIsNotCreatedAgainBeforeItsTimeIsOver() {
        long first = store.create("a", bytes("one"), MINUTE);
        assertThat(store.create("a", bytes("two"), MINUTE)).isZero();
        assertThat(text("a")).isEqualTo("one");
        pass(MINUTE);
        assertThat(store.create("a", bytes("two"), MINUTE)).isGreaterThan(first);
    }

    @Test
    void onlyTheVersionThatIsThereIsReplaced() {
        long first = store.create("a", bytes("one"), MINUTE);
        long second = store.replace("a", first, bytes("two"), MINUTE);
        assertThat(second).isGreaterThan(first);
        assertThat(store.replace("a", first, bytes("three"), MINUTE)).isZero();
        assertThat(text("a")).isEqualTo("two");
        assertThat(store.replace("b", first, bytes("three"), MINUTE)).isZero();
    }

    @Test
    void whatIsTouchedLivesOnInTheSameVersion() {
        long first = store.create("a", bytes("one"), MINUTE);
        pass(MINUTE.minusNanos(1));
        assertThat(store.touch("a", MINUTE)).isTrue();
        pass(MINUTE.minusNanos(1));
        assertThat(store.replace("a", first, bytes("two"), MINUTE)).isPositive();
        pass(MINUTE);
        assertThat(store.touch("a", MINUTE)).isFalse();
        assertThat(store.touch("b", MINUTE)).isFalse();
    }

    @Test
    void whatWasRemovedIsNotReplaced() {
        long first = store.create("a", bytes("one"), MINUTE);
        store.remove("a");
        store.remove("a");
        assertThat(store.replace("a", first, bytes("two"), MINUTE)).isZero();
        assertThat(store.create("a", bytes("three"), MINUTE)).isGreaterThan(first);
        assertThat(store.replace("a", first, bytes("two"), MINUTE)).isZero();
    }

    @Test
    void aFullStoreRefusesNewOnesUntilOldOnesAreOver() {
        for (String id : new String[] {"a", "b", "c"}) store.create(id, bytes("x"), MINUTE);
        assertThatThrownBy(() -> store.create("d", bytes("x"), MINUTE))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("sessions.max-sessions");
        pass(MINUTE);
        assertThat(store.create("d", bytes("x"), MINUTE)).isPositive();
    }

    @Test
    void thoseWhoseTimeIsOverDoNotStayInMemory() {
        InProcessStore large = store(1_000_000);
        for (int i = 0; i < 1000; i++) {
            large.create("s" + i, bytes("x"), MINUTE);
            pass(Duration.ofSeconds(6));
        }
        assertThat(large.size()).isLessThan(50);
    }

    @Test
    void whatIsOverALimitIsRefusedWithTheLimit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.create("a", new byte[11], MINUTE))
                .withMessageContaining("a session of 11 bytes; sessions.max-size allows 10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.get("a b"))
                .withMessageContaining("1 to 200 visible characters");
        assertThatIllegalArgumentException().isThrownBy(() -> store.get("a".repeat(201)));
        assertThatIllegalArgumentException().isThrownBy(() -> store.remove(""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.create("a", bytes("x"), Duration.ZERO))
                .withMessageContaining("1 ms to 366 days");
    }
}
