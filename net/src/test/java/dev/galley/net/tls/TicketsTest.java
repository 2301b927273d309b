// SPDX-License-Identifier: Apache-2.0
package dev.galley.net.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The keys that nobody else has.
class TicketsTest {
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private final Tickets tickets = new Tickets();

    /// What tells the keys of a time apart; the first encrypts.
    private List<String> at(long nanos) throws IOException {
        return Stream.of(tickets.keys(null, nanos))
                .map(key -> HexFormat.of().formatHex(key.name()))
                .toList();
    }

    @Test
    void everyTwelveHoursANewKeyEncryptsAndTwoOldOnesDecryptStill() throws IOException {
        // By System.nanoTime(), which may be anywhere, and overflow.
        long start = Long.MAX_VALUE - 13 * HOUR;
        List<String> first = at(start);
        assertThat(first).hasSize(1);
        assertThat(tickets.due(start + 11 * HOUR)).isFalse();
        assertThat(at(start + 11 * HOUR)).isEqualTo(first);
        assertThat(tickets.due(start + 12 * HOUR)).isTrue();
        List<String> second = at(start + 12 * HOUR);
        assertThat(second).hasSize(2).doesNotHaveDuplicates().endsWith(first.getFirst());
        List<String> third = at(start + 24 * HOUR);
        assertThat(third).hasSize(3).containsAll(second).doesNotHaveDuplicates();
        assertThat(second).doesNotContain(third.getFirst());
        assertThat(at(start + 36 * HOUR)).hasSize(3).endsWith(third.get(0), third.get(1));
    }
}
