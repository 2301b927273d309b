// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import java.time.Duration;
import java.util.Locale;

/// Numbers as people write them.
final class Words {
    private Words() {}

    /// `2s`, `1.5s` or `250ms`.
    static String of(Duration time) {
        long millis = time.toMillis();
        if (millis < 1000) return millis + "ms";
        if (millis % 1000 == 0) return millis / 1000 + "s";
        return String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
    }
}
