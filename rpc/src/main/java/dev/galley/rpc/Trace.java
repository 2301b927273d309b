// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// `traceparent` of W3C Trace Context (level 1, section 3.2): `00-<32 hex: trace>-<16 hex: span>-<2
/// hex: flags>`, in lower case.
public final class Trace {
    private static final int LENGTH = 55;
    private static final int SPAN = 36;
    private static final int FLAGS = 53;

    private Trace() {}

    /// `text` if it is a traceparent, else null: then the trace begins anew (section 4.3). A later
    /// version may be longer; it is read as this one, as the standard has it.
    public static @Nullable String valid(String text) {
        int length = text.length();
        if (length < LENGTH || !hex(text, 0, 2) || text.startsWith("ff")) return null;
        boolean whole = length == LENGTH || (!text.startsWith("00") && text.charAt(LENGTH) == '-');
        boolean parts =
                text.charAt(2) == '-' && text.charAt(SPAN - 1) == '-' && text.charAt(52) == '-';
        boolean numbers = hex(text, 3, SPAN - 1) && hex(text, SPAN, 52) && hex(text, FLAGS, LENGTH);
        boolean zero = zero(text, 3, SPAN - 1) || zero(text, SPAN, 52);
        if (!whole || !parts || !numbers || zero) return null;
        return length == LENGTH ? text : text.substring(0, LENGTH);
    }

    /// A trace that begins here.
    ///
    /// @param sampled whether it is to be recorded
    public static String begin(boolean sampled) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        byte[] out = new byte[LENGTH];
        out[0] = out[1] = '0';
        out[2] = out[SPAN - 1] = out[52] = '-';
        write(out, 3, random.nextLong() | 1);
        write(out, 19, random.nextLong());
        write(out, SPAN, random.nextLong() | 1);
        out[FLAGS] = '0';
        out[FLAGS + 1] = (byte) (sampled ? '1' : '0');
        return text(out);
    }

    /// The same trace with a span of its own: what a call hands on.
    ///
    /// @param parent a valid one
    public static String child(String parent) {
        byte[] out = new byte[LENGTH];
        latin1(parent, out);
        out[0] = out[1] = '0';
        write(out, SPAN, ThreadLocalRandom.current().nextLong() | 1);
        return text(out);
    }

    @SuppressWarnings("deprecation") // all of it is ASCII: the high bytes that are lost are zero
    private static void latin1(String from, byte[] to) {
        from.getBytes(0, LENGTH, to, 0);
    }

    private static String text(byte[] ascii) {
        return new String(ascii, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static void write(byte[] out, int at, long number) {
        for (int i = 15; i >= 0; i--, number >>>= 4)
            out[at + i] = (byte) Character.forDigit((int) (number & 15), 16);
    }

    private static boolean hex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) return false;
        }
        return true;
    }

    private static boolean zero(String text, int from, int to) {
        for (int i = from; i < to; i++) if (text.charAt(i) != '0') return false;
        return true;
    }
}
