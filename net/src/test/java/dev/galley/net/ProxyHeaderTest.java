// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
    private static ByteBuf text(String line) {
        return Unpooled.copiedBuffer(line, StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.2",
        "2001:db8:0:0:0:0:0:1, 2001:db8:0:0:0:0:0:2",
    })
    void whatIsWrittenIsReadBackHoweverItIsCut(String from, String to) {
        InetSocketAddress source = new InetSocketAddress(from, 4711);
        InetSocketAddress destination = new InetSocketAddress(to, 80);
        for (ByteBuf header :
                new ByteBuf[] {
                    ProxyHeader.v1(source, destination, UnpooledByteBufAllocator.DEFAULT),
                    ProxyHeader.v2(source, destination, UnpooledByteBufAllocator.DEFAULT)
                }) {
            int length = header.readableBytes();
            for (int i = 0; i < length; i++)
                assertThat(ProxyHeader.read(header.slice(0, i))).as("%d bytes", i).isNull();
            assertThat(ProxyHeader.read(Unpooled.wrappedBuffer(header, text("GET /"))))
                    .isEqualTo(new ProxyHeader(length, source, destination));
        }
    }

    @Test
    void anUnknownSourceIsNoSource() {
        assertThat(ProxyHeader.read(text("PROXY UNKNOWN ffff::1 x\r\nGET")))
                .isEqualTo(new ProxyHeader(25, null, null));
        assertThat(ProxyHeader.read(text("\r\n\r\n\0\r\nQUIT\n\40\0\0\0")))
                .isEqualTo(new ProxyHeader(16, null, null));
    }

    @Test
    void optionsBehindTheAddressesAreSkipped() {
        String fixed = "\r\n\r\n\0\r\nQUIT\n\41\21\0\17";
        String addresses = "\1\2\3\4\5\6\7\b\0\120\0\121";
        assertThat(ProxyHeader.read(text(fixed + addresses + "\4\0\0")))
                .isEqualTo(
                        new ProxyHeader(
                                31,
                                new InetSocketAddress("1.2.3.4", 80),
                                new InetSocketAddress("5.6.7.8", 81)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1 99999\r\nx",
                "PROXY TCP4 1.2.3.4 5.6.7.8 99999 1\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 01 1\r\n",
                "PROXY TCP4 ::1 ::2 1 1\r\n",
                "PROXY TCP6 1.2.3.4 5.6.7.8 1 1\r\n",
                "PROXY TCP4 localhost 5.6.7.8 1 1\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1 1\n",
                "\r\n\r\n\0\r\nQUIT\n\61\21\0\14",
                "\r\n\r\n\0\r\nQUIT\n\42\21\0\14",
                "\r\n\r\n\0\r\nQUIT\n\41\21\377\377",
                "\r\n\r\n\0\r\nQUIT\n\41\21\0\2ab",
            })
    void whatIsMalformedIsRefused(String bytes) {
        ProxyHeader header = ProxyHeader.read(text(bytes));
        assertThat(header).isNotNull();
        assertThat(header.length()).isEqualTo(-1);
    }

    @Test
    void aLineWithoutAnEndIsRefused() {
        ProxyHeader header = ProxyHeader.read(text("PROXY TCP4 " + "1".repeat(200)));
        assertThat(header).isEqualTo(new ProxyHeader(-1, null, null));
    }
}
