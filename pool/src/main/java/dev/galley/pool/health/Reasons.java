// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;

/// Failures in a few words.
final class Reasons {
    private Reasons() {}

    static String of(IOException failure, Duration timeout) {
        if (failure instanceof SocketTimeoutException) return "timed out after " + words(timeout);
        String message = failure.getMessage();
        if (message == null || message.isBlank())
            return failure.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    private static String words(Duration time) {
        long millis = time.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
