// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.replicated;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuorumTest {
    private static boolean goesOn(Quorum<String> quorum, String... view) {
        return quorum.suffices(List.of(view));
    }

    @Test
    void oneOfThreeThatWasCutOffDoesNotGoOn() {
        Quorum<String> quorum = new Quorum<>(3, _ -> true);
        assertThat(goesOn(quorum, "a", "b", "c")).isTrue();
        assertThat(goesOn(quorum, "a")).isFalse();
        assertThat(goesOn(quorum, "a", "b", "c")).isTrue();
    }

    @Test
    void theOthersGoOnAndLoseOneMore() {
        Quorum<String> quorum = new Quorum<>(3, _ -> true);
        assertThat(goesOn(quorum, "a", "b", "c")).isTrue();
        assertThat(goesOn(quorum, "b", "c")).isTrue();
        assertThat(goesOn(quorum, "c")).isTrue();
    }

    @Test
    void threeThatStartNeedTwo() {
        Quorum<String> quorum = new Quorum<>(3, _ -> true);
        assertThat(goesOn(quorum, "a")).isFalse();
        assertThat(goesOn(quorum, "a", "b")).isTrue();
    }

    @Test
    void oneOfTwoGoesOn() {
        Quorum<String> quorum = new Quorum<>(2, _ -> true);
        assertThat(goesOn(quorum, "a")).isTrue();
        assertThat(goesOn(quorum, "a", "b")).isTrue();
        assertThat(goesOn(quorum, "b")).isTrue();
    }

    @Test
    void strangersDoNotCount() {
        Quorum<String> quorum = new Quorum<>(3, _ -> true);
        assertThat(goesOn(quorum, "a", "b", "c")).isTrue();
        assertThat(goesOn(quorum, "a", "x", "y", "z")).isFalse();
    }

    @Test
    void oneOfTwoDoesNotGoOnAsLongAsTheOtherIsKnownToBeThere() {
        Set<String> there = new HashSet<>(Set.of("a", "b"));
        Quorum<String> quorum = new Quorum<>(3, missing -> Collections.disjoint(missing, there));
        assertThat(goesOn(quorum, "a", "b", "c")).isTrue();
        assertThat(goesOn(quorum, "a", "b")).isTrue();
        assertThat(goesOn(quorum, "a")).isFalse();
        there.remove("b");
        assertThat(goesOn(quorum, "a")).isTrue();
    }
}
