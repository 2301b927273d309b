// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AutoscalerTest {
    private final List<String> told = new CopyOnWriteArrayList<>();

    /// Something whose load cannot be told for a while.
    private static final class Broken implements Scalable {
        private final AtomicInteger failures = new AtomicInteger();
        private volatile int number = 1;

        @Override
        public String name() {
            return "web";
        }

        @Override
        public Load load() {
            if (failures.getAndIncrement() < 3)
                throw new IllegalArgumentException("no work: what another has told");
            return Given.inFlight(number, 40);
        }

        @Override
        public int current() {
            return number;
        }

        @Override
        public Duration startup() {
            return Duration.ZERO;
        }

        @Override
        public void want(Decision decision) {
            number = decision.wanted();
        }

        @Override
        public Duration pause() {
            return Duration.ofMillis(5);
        }
    }

    @Test
    void aLoadThatCannotBeToldNowIsAskedForAgain() {
        var config = Given.scale("max: 9, in-flight: 10, interval: 1s, out-window: 0s");
        Broken web = new Broken();
        try (Autoscaler _ = Autoscaler.start(web, 1, 9, config.target(), told::add)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> web.number == 4);
        }
        assertThat(told).contains("no work: what another has told");
        assertThat(told).filteredOn(what -> what.startsWith("no work")).hasSize(1);
    }
}
