// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private static final Duration SOON = Duration.ofMillis(20), LATER = Duration.ofSeconds(10);

    @Test
    void nobodyEntersOnceItIsClosed() {
        Turnstile turnstile = new Turnstile(() -> true, new Tally());
        assertThat(turnstile.enter()).isTrue();
        turnstile.close();
        assertThat(turnstile.enter()).isFalse();
        assertThat(turnstile.isClosed()).isTrue();
    }

    @Test
    void nobodyEntersWhileItMayNot() {
        AtomicBoolean may = new AtomicBoolean();
        Turnstile turnstile = new Turnstile(may::get, new Tally());
        assertThat(turnstile.enter()).isFalse();
        may.set(true);
        assertThat(turnstile.enter()).isTrue();
    }

    @Test
    void whoWaitsGoesOnWhenTheLastOneHasLeft() throws Exception {
        Turnstile turnstile = new Turnstile(() -> true, new Tally());
        turnstile.enter();
        turnstile.enter();
        turnstile.close();
        assertThat(turnstile.await(SOON)).isFalse();
        CompletableFuture<Boolean> waited = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                waited.complete(turnstile.await(LATER));
            } catch (InterruptedException e) {
                waited.completeExceptionally(e);
            }
        });
        turnstile.leave();
        turnstile.leave();
        assertThat(waited.get()).isTrue();
    }

    @Test
    void whatWasServedIsCountedAndWhatStreamsHasNoDuration() {
        Tally tally = new Tally();
        Turnstile turnstile = new Turnstile(() -> true, tally);
        for (int i = 0; i < 3; i++) turnstile.enter();
        assertThat(turnstile.inside()).isEqualTo(3);
        turnstile.served(700_000);
        turnstile.streamed();
        turnstile.leave();
        assertThat(turnstile.inside()).isZero();
        assertThat(tally.calls()).isEqualTo(2);
        assertThat(tally.byDuration()).startsWith(0L, 0L, 0L, 1L, 0L).hasSize(17);
    }
}
