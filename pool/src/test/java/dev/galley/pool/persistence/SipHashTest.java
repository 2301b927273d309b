// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipHashTest {
    /// The key of the reference implementation's vectors: the bytes 0 to 15.
    private static final SipHash KEY = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    /// As `openssl mac -macopt hexkey:000102...0f -macopt size:16 SIPHASH` has them (the first ones
    /// are also among the vectors of the paper's reference code): the input is bytes 0, 1, 2 ...
    @ParameterizedTest
    @CsvSource({
        "0, a3817f04ba25a8e66df67214c7550293",
        "1, da87c1d86b99af44347659119b22fc45",
        "2, 8177228da4a45dc7fca38bdef60affe4",
        "7, a1f1ebbed8dbc153c0b84aa61ff08239",
        "8, 3b62a9ba6258f5610f83e264f31497b4",
        "15, 5493e99933b0a8117e08ec0f97cfc3d9",
        "16, 6ee2a4ca67b054bbfd3315bf85230577",
        "33, 77c6077146f01c32b6b69d5f4ea9ffcf",
    })
    void theReferenceVectorsComeOut(int length, String expected) {
        byte[] input = new byte[length];
        for (int i = 0; i < length; i++) input[i] = (byte) i;
        assertThat(hex(KEY.of(input, 0, length))).isEqualTo(expected);
    }

    @Test
    void twoNumbersHashAsTheirSixteenBytes() {
        byte[] bytes =
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(-2)
                        .putLong(4711)
                        .array();
        assertThat(KEY.of(-2, 4711)).isEqualTo(KEY.of(bytes, 0, 16));
    }

    private static String hex(SipHash.Hash hash) {
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        return HexFormat.of().formatHex(bytes.putLong(hash.first()).putLong(hash.second()).array());
    }
}
