// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> WORDS = List.of("policy", "members", "min-up", "to", "for");

    @ParameterizedTest
    @CsvSource({"ab, ab, 0", "ab, ba, 1", "ab, a, 1", "a, ab, 1", "ab, ac, 1", "'', abc, 3"})
    @CsvSource({"kitten, sitting, 3", "ca, abc, 3"})
    void theDistanceCountsInsertionsDeletionsChangesAndSwaps(String a, String b, int edits) {
        assertThat(Nearest.distance(a, b)).isEqualTo(edits);
    }

    @ParameterizedTest
    @CsvSource({"polcy, policy", "member, members", "min_up, min-up"})
    @CsvSource({"minUp, min-up", "ot, to", "fro, for"})
    void aSlipIsFound(String wrong, String meant) {
        assertThat(Nearest.of(wrong, WORDS)).isEqualTo(meant);
    }

    @Test
    void whatIsFarFromEverythingHasNoSuggestion() {
        assertThat(Nearest.of("timeout", WORDS)).isNull();
        assertThat(Nearest.of("x".repeat(10_000), WORDS)).isNull();
        assertThat(Nearest.of("", WORDS)).isNull();
    }
}
