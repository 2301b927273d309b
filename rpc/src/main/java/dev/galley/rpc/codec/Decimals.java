// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

import java.math.BigDecimal;

/// BigDecimals as text. What it costs to read one grows with the square of its length, and what it
/// costs to add to one with its scale; so both have a limit, on both sides.
final class Decimals {
    private static final int MOST = 1000;
    private static final String TOO_LONG = "a number of more than " + MOST + " digits or decimals";

    private Decimals() {}

    static String text(BigDecimal value) {
        if (tooLong(value)) throw new CodecException(TOO_LONG);
        return value.toString();
    }

    /// @throws NumberFormatException that says what is wrong
    static BigDecimal of(String text) {
        // A sign, a point and an exponent besides.
        if (text.length() > MOST + 10) throw new NumberFormatException(TOO_LONG);
        BigDecimal value;
        try {
            value = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new NumberFormatException("not a decimal number");
        }
        if (tooLong(value)) throw new NumberFormatException(TOO_LONG);
        return value;
    }

    private static boolean tooLong(BigDecimal value) {
        return value.precision() > MOST || Math.abs((long) value.scale()) > MOST;
    }
}
