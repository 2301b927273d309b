// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.net.tls.ClientHello;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHelloTest {
    /// What the JDK begins with.
    private static ByteBuf hello(String name, String... protocols) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine("localhost", 1);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(protocols);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(1 << 15);
        engine.wrap(ByteBuffer.allocate(0), out);
        return Unpooled.wrappedBuffer(out.flip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void theNameAndTheSignaturesAreReadHoweverTheBytesAreCut(String protocol) throws Exception {
        ByteBuf hello = hello("Shop.example.com", protocol);
        int length = hello.readableBytes();
        for (int i = 0; i < length; i++)
            assertThat(ClientHello.read(hello.slice(0, i))).as("%d bytes", i).isNull();
        assertThat(ClientHello.read(Unpooled.wrappedBuffer(hello, Unpooled.buffer().writeZero(9))))
                .isEqualTo(new ClientHello(length, "shop.example.com", 7));
    }

    @Test
    void aClientMayNameNoHost() throws Exception {
        assertThat(ClientHello.read(hello("", "TLSv1.3"))).extracting("name").isNull();
    }

    @Test
    void aMessageInSeveralRecordsIsOne() throws Exception {
        ByteBuf whole = hello("shop.example.com", "TLSv1.3");
        ByteBuf cut = Unpooled.buffer();
        whole.skipBytes(5);
        while (whole.isReadable()) {
            int n = Math.min(whole.readableBytes(), 3);
            cut.writeByte(22).writeShort(0x0301).writeShort(n).writeBytes(whole, n);
        }
        assertThat(ClientHello.read(cut))
                .isEqualTo(new ClientHello(cut.readableBytes(), "shop.example.com", 7));
    }

    @Test
    void aMessageInTooManyRecordsIsRefusedBeforeItIsWhole() {
        ByteBuf cut = Unpooled.buffer();
        for (int byteOfIt : new int[] {1, 0, 0x40, 0})
            cut.writeByte(22).writeShort(0x0301).writeShort(1).writeByte(byteOfIt);
        while (cut.readableBytes() < 33 * 1024)
            cut.writeByte(22).writeShort(0x0301).writeShort(1).writeByte(0);
        assertThat(ClientHello.read(cut.slice(0, 32 * 1024))).isNull();
        assertThat(ClientHello.read(cut)).isEqualTo(new ClientHello(0, null, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\26\5\1\0\4\1\0\0\0", "\26\3\1\0\4\2\0\0\0"})
    void tlsThatIsNoClientHelloIsToldFromWhatIsNotTls(String bytes) {
        assertThat(read(bytes)).isEqualTo(new ClientHello(0, null, 0));
        assertThat(read("GET / HTTP/1.1\r\n")).isEqualTo(new ClientHello(-1, null, 0));
    }

    private static @Nullable ClientHello read(String bytes) {
        return ClientHello.read(
                Unpooled.copiedBuffer(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    @Test
    void noDamageDoesHarm() throws Exception {
        ByteBuf hello = hello("shop.example.com", "TLSv1.3", "TLSv1.2");
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            ByteBuf damaged = hello.copy();
            for (int n = random.nextInt(4); n >= 0; n--)
                damaged.setByte(random.nextInt(damaged.readableBytes()), random.nextInt(256));
            ClientHello read = ClientHello.read(damaged);
            if (read != null) assertThat(read.length()).isBetween(-1, damaged.readableBytes());
        }
    }
}
