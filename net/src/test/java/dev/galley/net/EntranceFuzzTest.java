// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.galley.net.tls.ClientHello;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Function;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a connection may begin with, fuzzed: nothing throws, and it does not matter in how many
/// pieces the bytes come.
///
/// A normal test run tries the seeds and some damaged headers; `JAZZER_FUZZ=1` fuzzes (see
/// bench/README.md).
class EntranceFuzzTest {
    private static final InetSocketAddress SOURCE = new InetSocketAddress("192.0.2.1", 4711),
            DESTINATION = new InetSocketAddress("2001:db8::2", 80);

    @FuzzTest
    void anyProxyHeaderIsReadAlikeInOnePieceOrInMany(byte[] bytes) {
        check(bytes);
    }

    @FuzzTest
    void anyClientHelloIsReadAlikeInOnePieceOrInMany(byte[] bytes) {
        ClientHello whole = sameHoweverCut(bytes, ClientHello::read);
        if (whole != null) assertThat(whole.length()).isBetween(-1, bytes.length);
    }

    @Test
    void damagedProxyHeadersAreReadAlikeInOnePieceOrInMany() {
        Random random = new Random(11);
        var allocator = UnpooledByteBufAllocator.DEFAULT;
        ByteBuf[] headers = {
            ProxyHeader.v1(SOURCE, DESTINATION, allocator),
            ProxyHeader.v1(SOURCE, SOURCE, allocator),
            ProxyHeader.v2(SOURCE, DESTINATION, allocator),
            ProxyHeader.v2(SOURCE, SOURCE, allocator),
            Unpooled.copiedBuffer("PROXY UNKNOWN\r\n", StandardCharsets.US_ASCII)
        };
        for (int i = 0; i < 20_000; i++) {
            ByteBuf header = headers[i % headers.length];
            byte[] damaged = new byte[header.readableBytes()];
            header.getBytes(0, damaged);
            for (int n = random.nextInt(4); n >= 0; n--)
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            check(damaged);
        }
    }

    /// A header that is taken ends within what there is, and says of both ends or of none.
    private static void check(byte[] bytes) {
        ProxyHeader header = sameHoweverCut(bytes, ProxyHeader::read);
        if (header == null) return;
        assertThat(header.length()).isBetween(-1, bytes.length).isNotZero();
        assertThat(header.source() == null).isEqualTo(header.destination() == null);
        if (header.source() != null)
            assertThat(header.source())
                    .extracting(InetSocketAddress::isUnresolved, InstanceOfAssertFactories.BOOLEAN)
                    .isFalse();
    }

    /// What is read of all bytes, once nothing else was read of fewer.
    private static <T> @Nullable T sameHoweverCut(byte[] bytes, Function<ByteBuf, T> reader) {
        T whole = reader.apply(Unpooled.wrappedBuffer(bytes));
        T first = null;
        for (int most = 0; most <= bytes.length && first == null; most += 1 + most / 64)
            first = reader.apply(Unpooled.wrappedBuffer(bytes, 0, most));
        if (first != null) assertThat(first).isEqualTo(whole);
        return whole;
    }
}
