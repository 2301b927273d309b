// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.galley.reach.proxy.relay.Hello.State;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The name in a ClientHello (RFC 8446 section 4.1.2, RFC 6066 section 3).
class HelloTest {
    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) out.writeBytes(part);
        return out.toByteArray();
    }

    /// Behind its length, in so many bytes.
    private static byte[] vector(int lengthBytes, byte[]... parts) {
        byte[] all = join(parts);
        byte[] length = new byte[lengthBytes];
        for (int i = 0; i < lengthBytes; i++)
            length[i] = (byte) (all.length >> (8 * (lengthBytes - 1 - i)));
        return join(length, all);
    }

    private static byte[] bytes(int... values) {
        byte[] all = new byte[values.length];
        for (int i = 0; i < all.length; i++) all[i] = (byte) values[i];
        return all;
    }

    private static byte[] extension(int type, byte[] content) {
        return join(bytes(type >> 8, type), vector(2, content));
    }

    private static byte[] name(String name) {
        byte[] text = name.getBytes(StandardCharsets.ISO_8859_1);
        return extension(0, vector(2, bytes(0), vector(2, text)));
    }

    private static byte[] message(byte[]... extensions) {
        byte[] before = join(bytes(3, 3), new byte[32], vector(1, new byte[32]));
        byte[] suites = vector(2, bytes(0x13, 0x01, 0x13, 0x02));
        byte[] all = extensions.length == 0 ? new byte[0] : vector(2, extensions);
        return join(bytes(1), vector(3, before, suites, vector(1, bytes(0)), all));
    }

    private static byte[] record(byte[] part) {
        return join(bytes(22, 3, 1), vector(2, part));
    }

    private static Hello read(byte[] bytes) {
        var in = Unpooled.wrappedBuffer(bytes);
        Hello hello = Hello.read(in);
        assertThat(in.readerIndex()).isZero();
        return hello;
    }

    @Test
    void theNameIsFoundAmongOtherExtensionsInLowerCase() {
        byte[] hello = message(extension(16, new byte[9]), name("Shop.Example.COM"), name("b"));
        assertThat(read(record(hello))).isEqualTo(new Hello(State.WHOLE, "shop.example.com"));
    }

    @Test
    void aHelloMayNameNobody() {
        assertThat(read(record(message()))).isEqualTo(new Hello(State.WHOLE, null));
        assertThat(read(record(message(extension(16, new byte[2])))))
                .isEqualTo(new Hello(State.WHOLE, null));
    }

    @Test
    void everyStartOfAHelloNeedsMore() {
        byte[] hello = record(message(name("a.example")));
        for (int length = 0; length < hello.length; length++)
            assertThat(read(Arrays.copyOf(hello, length)).state()).isEqualTo(State.MORE);
    }

    @Test
    void aHelloMayBeSpreadOverManyRecords() {
        byte[] message = message(name("a.example"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte b : message) out.writeBytes(record(bytes(b)));
        assertThat(read(out.toByteArray())).isEqualTo(new Hello(State.WHOLE, "a.example"));
    }

    @Test
    void whatFollowsTheHelloIsNotLookedAt() {
        byte[] hello = record(message(name("a.example")));
        assertThat(read(join(hello, bytes(23, 3, 3, 0, 1, 7))).name()).isEqualTo("a.example");
    }

    @Test
    void aHelloThatIsTooLongIsRefusedWithoutWaitingForIt() {
        assertThat(read(record(bytes(1, 1, 0, 0))).state()).isEqualTo(State.REFUSED);
        assertThat(read(record(bytes(1, 0, 0x3F, 0))).state()).isEqualTo(State.MORE);
        byte[] endless = new byte[Hello.MOST_BYTES];
        for (int at = 0; at + 6 <= endless.length; at += 6)
            System.arraycopy(record(bytes(at == 0 ? 1 : 0)), 0, endless, at, 6);
        assertThat(read(endless).state()).isNotEqualTo(State.MORE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET / HTTP/1.1", "SSH-2.0", "\u0016\u0002\u0001", "\u0017\u0003\u0003"})
    void whatIsNoHelloIsRefusedAtOnce(String start) {
        assertThat(read(start.getBytes(StandardCharsets.ISO_8859_1)).state())
                .isEqualTo(State.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\u0000b", "a\"b", "b\u00fccher"})
    void whatIsNoNameIsRefused(String name) {
        assertThat(read(record(message(name(name)))).state()).isEqualTo(State.REFUSED);
    }

    @Test
    void lengthsThatReachBeyondTheirPlaceAreRefused() {
        byte[] hello = record(message(name("a.example")));
        int nameLength = hello.length - "a.example".length() - 1;
        hello[nameLength]++;
        assertThat(read(hello).state()).isEqualTo(State.REFUSED);
    }

    /// Whatever the bytes are: nothing throws, a name is one, and it does not matter in how many
    /// pieces they come.
    @FuzzTest
    void anyBytesAreReadAlikeInOnePieceOrInMany(byte[] bytes) {
        check(bytes);
    }

    @Test
    void damagedHellosAreReadAlikeInOnePieceOrInMany() {
        Random random = new Random(11);
        byte[] hello = record(message(extension(10, new byte[4]), name("a.example")));
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = hello.clone();
            for (int n = random.nextInt(3); n >= 0; n--)
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            check(damaged);
        }
    }

    private static void check(byte[] bytes) {
        Hello whole = read(bytes);
        if (whole.name() != null) assertThat(whole.name()).matches("[a-z0-9._-]{1,255}");
        Hello first = new Hello(State.MORE, null);
        for (int n = 0; n <= bytes.length && first.state() == State.MORE; n++)
            first = read(Arrays.copyOf(bytes, n));
        assertThat(first).isEqualTo(whole);
    }
}
