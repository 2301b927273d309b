// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What waits while the other side does not read.
class TurnsTest {
    private static final class Word extends Outgoing {
        private final int number;

        Word(int number) {
            this.number = number;
        }

        @Override
        int size() {
            return 100;
        }

        @Override
        boolean isOver() {
            return number % 100 != 0;
        }

        @Override
        void write(Connection to) {
            throw new IllegalStateException("nothing is written here");
        }
    }

    @Test
    void whatIsOverIsNotKeptAndTheRestStaysInOrder() {
        Turns turns = new Turns();
        for (int i = 0; i < 100_000; i++) turns.add(new Word(i));
        List<Integer> kept = new ArrayList<>();
        for (Outgoing one = turns.takeAll(); one != null; one = one.next)
            kept.add(((Word) one).number);
        assertThat(kept).hasSizeLessThan(4000).isSorted();
        assertThat(kept.stream().filter(i -> i % 100 == 0)).hasSize(1000);
    }
}
