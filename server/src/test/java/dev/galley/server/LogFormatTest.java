// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogFormatTest {
    private final LogRecord record = new LogRecord(Level.WARNING, "disk {0} is full");

    private String line() {
        record.setInstant(Instant.parse("2026-01-02T03:04:05.678901Z"));
        record.setParameters(new Object[] {"b"});
        return new LogFormat().format(record);
    }

    @Test
    void aRecordIsOneLine() {
        assertThat(line()).isEqualTo("2026-01-02T03:04:05.678Z WARNING disk b is full\n");
    }

    @Test
    void whatWasThrownStandsBelow() {
        record.setThrown(new IllegalStateException("a bug"));
        assertThat(line()).contains("full\njava.lang.IllegalStateException: a bug\n\tat ");
    }
}
