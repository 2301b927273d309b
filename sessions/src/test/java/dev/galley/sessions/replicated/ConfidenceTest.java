// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.replicated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.sessions.SessionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConfidenceTest {
    private static final Duration PAUSE = Duration.ofSeconds(1), PATIENCE = Duration.ofMillis(5);

    private final AtomicLong clock = new AtomicLong();
    private final AtomicBoolean enough = new AtomicBoolean(true);
    private final Confidence confidence =
            new Confidence(PAUSE, PATIENCE, () -> clock.addAndGet(1_000_000), enough::get);

    private void regain() {
        confidence.regain(confidence.look());
    }

    private void pause() {
        clock.addAndGet(2 * PAUSE.toNanos());
    }

    @Test
    void thereIsNoneUntilOthersHaveAnswered() {
        assertThat(confidence.isSure()).isFalse();
        assertThatThrownBy(() -> confidence.of(_ -> "value", false))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("sees too few of the others");
        regain();
        assertThat(confidence.<String>of(_ -> "value", false)).isEqualTo("value");
    }

    @Test
    void aPauseTakesItAway() {
        regain();
        assertThat(confidence.isSure()).isTrue();
        pause();
        assertThat(confidence.isSure()).isFalse();
        regain();
        assertThat(confidence.isSure()).isTrue();
    }

    @Test
    void seeingTooFewTakesItAway() {
        regain();
        enough.set(false);
        assertThat(confidence.isSure()).isFalse();
        regain();
        assertThat(confidence.isSure()).isFalse();
        enough.set(true);
        assertThat(confidence.isSure()).isFalse();
        regain();
        assertThat(confidence.isSure()).isTrue();
    }

    @Test
    void anAnswerOfBeforeAPauseDoesNotGiveItBack() {
        long doubts = confidence.look();
        pause();
        confidence.look();
        confidence.regain(doubts);
        assertThat(confidence.isSure()).isFalse();
    }

    @Test
    void whatWasReadDuringAPauseIsReadAgain() {
        regain();
        List<String> reads = new ArrayList<>(List.of("stale", "fresh"));
        String read =
                confidence.of(
                        _ -> {
                            String next = reads.removeFirst();
                            if (next.equals("stale")) {
                                pause();
                                regain();
                            }
                            return next;
                        },
                        false);
        assertThat(read).isEqualTo("fresh");
    }

    @Test
    void whoWroteDuringAPauseIsAskedAgainAndToldSo() {
        regain();
        List<Boolean> asked = new ArrayList<>();
        boolean done =
                confidence.of(
                        again -> {
                            asked.add(again);
                            if (!again) {
                                pause();
                                regain();
                            }
                            return again;
                        },
                        true);
        assertThat(done).isTrue();
        assertThat(asked).containsExactly(false, true);
    }

    @Test
    void whatWasWrittenBeforeAPauseThatDoesNotEndMayHaveBeenDone() {
        regain();
        assertThatThrownBy(() -> confidence.of(_ -> written(), true))
                .isInstanceOfSatisfying(
                        SessionException.class, e -> assertThat(e.maybeDone()).isTrue());
    }

    private boolean written() {
        pause();
        return true;
    }
}
