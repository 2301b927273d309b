// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/// Values in the distinguished encoding rules of ASN.1 (X.690).
final class Der {
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'");
    private static final DateTimeFormatter LONG = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");

    /// The first year that has to be written with four digits (RFC 5280, section 4.1.2.5).
    private static final int LONG_YEARS = 2050;

    private Der() {}

    static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) content.writeBytes(part);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        length(out, content.size());
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static void length(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
            return;
        }
        byte[] digits = BigInteger.valueOf(length).toByteArray();
        int first = digits[0] == 0 ? 1 : 0;
        out.write(0x80 | (digits.length - first));
        out.write(digits, first, digits.length - first);
    }

    static byte[] sequence(byte[]... parts) {
        return tagged(0x30, parts);
    }

    /// @param number within a byte, or more
    static byte[] integer(BigInteger number) {
        return tagged(0x02, number.toByteArray());
    }

    /// What is encoded already, in hexadecimal digits.
    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    /// @param unused bits at the end
    static byte[] bits(int unused, byte[] bytes) {
        return tagged(0x03, new byte[] {(byte) unused}, bytes);
    }

    static byte[] octets(byte[] bytes) {
        return tagged(0x04, bytes);
    }

    static byte[] text(String text) {
        return tagged(0x0C, text.getBytes(UTF_8));
    }

    static byte[] time(Instant time) {
        var date = time.atOffset(ZoneOffset.UTC);
        return date.getYear() < LONG_YEARS
                ? tagged(0x17, SHORT.format(date).getBytes(US_ASCII))
                : tagged(0x18, LONG.format(date).getBytes(US_ASCII));
    }
}
