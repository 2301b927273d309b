// SPDX-License-Identifier: Apache-2.0
package genes.align;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Letters of sequences as small numbers.
final class Letters {
    /// How many there are.
    static final int COUNT = 5;

    /// What is none of A, C, G and T (or U, in RNA), and like nothing.
    static final byte OTHER = 4;

    private static final byte[] NUMBERS = new byte[256];

    static {
        Arrays.fill(NUMBERS, OTHER);
        String letters = "AaCcGgTtUu";
        byte[] numbers = {0, 0, 1, 1, 2, 2, 3, 3, 3, 3};
        for (int i = 0; i < numbers.length; i++) NUMBERS[letters.charAt(i)] = numbers[i];
    }

    private Letters() {}

    static byte number(int letter) {
        return NUMBERS[letter & 0xff];
    }

    static byte[] numbers(String letters) {
        byte[] bytes = letters.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) bytes[i] = number(bytes[i]);
        return bytes;
    }
}
