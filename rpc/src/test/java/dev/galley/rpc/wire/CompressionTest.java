// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.galley.rpc.codec.CodecException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompressionTest {
    @Test
    void whatIsCompressedComesBack() {
        byte[] text = "again and again ".repeat(100).getBytes(UTF_8);
        byte[] small = Compression.deflate(text, 16, text.length - 16);
        assertThat(small).hasSizeLessThan(100);
        assertThat(Compression.inflate(small, text.length))
                .isEqualTo(Arrays.copyOfRange(text, 16, text.length));
    }

    @Test
    void whatGetsNoSmallerIsLeftAsItIs() {
        byte[] noise = new byte[1000];
        new Random(1).nextBytes(noise);
        assertThat(Compression.deflate(noise, 0, 1000)).isNull();
        assertThat(Compression.deflate(noise, 0, 3)).isNull();
    }

    @Test
    void aBombIsRefusedBeforeAnythingIsAllocated() {
        byte[] bomb = Compression.deflate(new byte[1 << 20], 0, 1 << 20);
        assertThatThrownBy(() -> Compression.inflate(bomb, 1000))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("1000 are allowed");
    }

    @Test
    void aLengthThatIsWrongIsRefused() {
        byte[] bytes = Compression.deflate(new byte[5000], 0, 5000);
        bytes[3]++;
        assertThatThrownBy(() -> Compression.inflate(bytes, 10_000))
                .hasMessageContaining("shorter");
        bytes[3] = (byte) (bytes[3] - 2);
        assertThatThrownBy(() -> Compression.inflate(bytes, 10_000)).hasMessageContaining("longer");
    }

    @FuzzTest
    void anyBytesAreAMessageOrAreRefused(byte[] bytes) {
        try {
            assertThat(Compression.inflate(bytes, 10_000)).hasSizeLessThanOrEqualTo(10_000);
        } catch (CodecException refused) {
            assertThat(refused).hasMessageContaining("message");
        }
    }
}
