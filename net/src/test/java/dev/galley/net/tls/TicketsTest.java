// SPDX-License-Identifier: Apache-2.0
package dev.galley.net.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The keys that nobody else has.
class TicketsTest {
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    @Test
    void everyTwelveHoursANewKeyEncryptsAndTwoOldOnesDecryptStill() throws IOException {
        Tickets tickets = new Tickets();
        long start = Long.MAX_VALUE - 13 * HOUR;
        OpenSslSessionTicketKey[] first = tickets.keys(null, start);
        assertThat(first).hasSize(1);
        assertThat(tickets.due(start + 11 * HOUR)).isFalse();
        assertThat(tickets.keys(null, start + 11 * HOUR)).isEqualTo(first);
        assertThat(tickets.due(start + 12 * HOUR)).isTrue();
        OpenSslSessionTicketKey[] second = tickets.keys(null, start + 12 * HOUR);
        assertThat(second).hasSize(2).endsWith(first);
        assertThat(second[0]).isNotEqualTo(first[0]);
        OpenSslSessionTicketKey[] third = tickets.keys(null, start + 24 * HOUR);
        assertThat(third).hasSize(3).endsWith(second);
        OpenSslSessionTicketKey[] fourth = tickets.keys(null, start + 36 * HOUR);
        assertThat(fourth).hasSize(3).endsWith(third[0], third[1]).doesNotContain(first[0]);
    }
}
