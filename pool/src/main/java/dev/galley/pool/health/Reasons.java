// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;

/// Failures in a few words.
final class Reasons {
    /// Characters of what a member said.
    private static final int QUOTED = 120;

    private Reasons() {}

    static String of(IOException failure, Duration timeout) {
        if (failure instanceof SocketTimeoutException) return "timed out after " + words(timeout);
        if (failure instanceof PortUnreachableException) return "port unreachable";
        String message = failure.getMessage();
        if (message == null || message.isBlank())
            return failure.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        boolean acronym = message.length() > 1 && Character.isUpperCase(message.charAt(1));
        return acronym
                ? message
                : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    /// What a member said, for a log: cut, and without control characters.
    static String quote(String said) {
        String cut = said.length() <= QUOTED ? said : said.substring(0, QUOTED) + "...";
        return cut.strip().replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }

    private static String words(Duration time) {
        long millis = time.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
