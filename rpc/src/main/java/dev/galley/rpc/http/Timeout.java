// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import org.jspecify.annotations.Nullable;

/// `grpc-timeout`: at most 8 digits and a unit (PROTOCOL-HTTP2.md, "Timeout").
final class Timeout {
    private static final int DIGITS = 8;

    private Timeout() {}

    /// Nanoseconds, at most {@link Long#MAX_VALUE}; null: it is no timeout.
    static @Nullable Long nanos(String text) {
        int digits = text.length() - 1;
        if (digits < 1 || digits > DIGITS) return null;
        for (int i = 0; i < digits; i++)
            if (text.charAt(i) < '0' || text.charAt(i) > '9') return null;
        long unit = unit(text.charAt(digits));
        if (unit == 0) return null;
        long count = Long.parseLong(text, 0, digits, 10);
        return count > Long.MAX_VALUE / unit ? Long.valueOf(Long.MAX_VALUE) : count * unit;
    }

    /// In nanoseconds; 0: there is none of this letter.
    private static long unit(char letter) {
        return switch (letter) {
            case 'H' -> 3_600_000_000_000L;
            case 'M' -> 60_000_000_000L;
            case 'S' -> 1_000_000_000;
            case 'm' -> 1_000_000;
            case 'u' -> 1000;
            case 'n' -> 1;
            default -> 0;
        };
    }
}
