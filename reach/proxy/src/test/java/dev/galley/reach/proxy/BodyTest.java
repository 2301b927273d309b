// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {
    private final Body body = new Body();

    private int take(String bytes) {
        return body.take(Parsed.bytes(bytes), null);
    }

    @Test
    void aBodyOfKnownLengthEndsThere() {
        body.length(5);
        assertThat(take("hel")).isEqualTo(3);
        assertThat(body.done()).isFalse();
        assertThat(take("loGET /")).isEqualTo(2);
        assertThat(body.done()).isTrue();
        assertThat(take("GET /")).isZero();
    }

    @Test
    void chunksAreFollowedHoweverTheyAreCut() {
        String chunks = "5\r\nhello\r\nA;x=y\r\n0123456789\r\n0\r\nX-Trailer: 1\r\n\r\n";
        body.chunked();
        for (int i = 0; i < chunks.length(); i++) {
            assertThat(body.done()).isFalse();
            assertThat(take(chunks.substring(i, i + 1))).isEqualTo(1);
        }
        assertThat(body.done()).isTrue();
        assertThat(body.payload()).isEqualTo(15);
    }

    @Test
    void whatFollowsTheLastChunkIsNotTheBodys() {
        body.chunked();
        assertThat(take("1\r\nx\r\n0\r\n\r\nGET / HTTP/1.1"))
                .isEqualTo("1\r\nx\r\n0\r\n\r\n".length());
        assertThat(body.done()).isTrue();
    }

    @Test
    void theContentCanBeHadWithoutItsFraming() {
        ByteBuf content = Unpooled.buffer();
        body.chunked();
        assertThat(body.take(Parsed.bytes("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"), content))
                .isPositive();
        assertThat(content.toString(StandardCharsets.US_ASCII)).isEqualTo("abcde");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "x\r\n",
                "-1\r\n",
                "0x1\r\n",
                " 1\r\n",
                "1 \r\n",
                "1\n",
                "1\rx",
                "1\r\nab",
                "1\r\na\n",
                "1\r\na\rx",
                "1;\"a\"\r\n",
                "1; a\r\n",
                "1;a\n",
                "1000000000000000\r\n",
                "0\r\n: x\r\n",
                "0\r\nX : 1\r\n",
                "0\r\nX: 1\n",
                "0\r\n X: 1\r\n",
                "0\r\nContent-Length: 1\r\n",
                "0\r\ntransfer-encoding: chunked\r\n",
                "0\r\nHost: a\r\n",
                "0\r\n\rx",
            })
    void brokenChunksAreRefused(String chunks) {
        body.chunked();
        assertThat(take(chunks)).isEqualTo(-1);
    }

    @Test
    void extensionsAndTrailersHaveLimits() {
        body.chunked();
        assertThat(take("1;" + "x".repeat(300))).isEqualTo(-1);
        body.chunked();
        assertThat(take("0\r\n" + "X: 1\r\n".repeat(2000))).isEqualTo(-1);
    }
}
