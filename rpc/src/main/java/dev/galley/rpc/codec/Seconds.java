// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/// A time or a span as google.protobuf.Timestamp and Duration have it.
///
/// @param nanos 0 to 999,999,999; of a negative span -999,999,999 to 0
record Seconds(long seconds, int nanos) {
    private static final int SECOND = 1_000_000_000;

    static Seconds of(Instant value) {
        return new Seconds(value.getEpochSecond(), value.getNano());
    }

    static Seconds of(Duration value) {
        long seconds = value.getSeconds();
        int nanos = value.getNano();
        boolean carry = seconds < 0 && nanos > 0;
        return carry ? new Seconds(seconds + 1, nanos - SECOND) : new Seconds(seconds, nanos);
    }

    /// @throws DateTimeException if there is no such time
    Instant instant() {
        if (nanos < 0 || nanos >= SECOND) throw new DateTimeException("nanos " + nanos);
        return Instant.ofEpochSecond(seconds, nanos);
    }

    /// @throws ArithmeticException if there is no such span
    Duration duration() {
        if (nanos <= -SECOND || nanos >= SECOND) throw new ArithmeticException("nanos " + nanos);
        if (Long.signum(seconds) * Integer.signum(nanos) < 0)
            throw new ArithmeticException("parts of different signs");
        return Duration.ofSeconds(seconds, nanos);
    }

    /// In seconds with as many decimals as it takes, such as `-1.5s`.
    String text() {
        if (nanos == 0) return seconds + "s";
        String sign = seconds == 0 && nanos < 0 ? "-" : "";
        String decimals = Integer.toString(SECOND + Math.abs(nanos)).substring(1);
        return sign + seconds + "." + decimals.replaceFirst("0+$", "") + "s";
    }

    /// The inverse of {@link #text}.
    ///
    /// @throws NumberFormatException if it isn't written so
    static Seconds of(String text) {
        if (!text.matches("-?[0-9]{1,19}(\\.[0-9]{1,9})?s")) throw new NumberFormatException();
        int dot = text.indexOf('.');
        int last = text.length() - 1;
        long seconds = Long.parseLong(text.substring(0, dot < 0 ? last : dot));
        if (dot < 0) return new Seconds(seconds, 0);
        String decimals = text.substring(dot + 1, last);
        int nanos = Integer.parseInt(decimals + "0".repeat(9 - decimals.length()));
        return new Seconds(seconds, text.charAt(0) == '-' ? -nanos : nanos);
    }
}
