// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeframerTest implements Deframer.Sink {
    private final List<String> seen = new ArrayList<>();
    private final Deframer deframer = new Deframer(this, 10_000);

    @Override
    public void message(byte[] message, boolean compressed) {
        seen.add((compressed ? "gzip " : "") + message.length + " " + Arrays.hashCode(message));
    }

    @Override
    public void broken(Problem why) {
        seen.add(why.type());
    }

    private static ByteBuf frame(int flag, int length) {
        ByteBuf frame = Unpooled.buffer().writeByte(flag).writeInt(length);
        for (int i = 0; i < length; i++) frame.writeByte(i * 31);
        return frame;
    }

    private static String described(int length) {
        byte[] message = new byte[length];
        for (int i = 0; i < length; i++) message[i] = (byte) (i * 31);
        return length + " " + Arrays.hashCode(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 6, 7, 4096, 100_000})
    void messagesAreFoundHoweverTheyAreCut(int cut) {
        ByteBuf in =
                Unpooled.wrappedBuffer(frame(0, 3), frame(1, 0), frame(0, 10_000), frame(0, 1));
        while (in.isReadable()) deframer.take(in.readSlice(Math.min(cut, in.readableBytes())));
        assertThat(deframer.end()).isTrue();
        assertThat(seen)
                .containsExactly(
                        described(3), "gzip " + described(0), described(10_000), described(1));
    }

    @Test
    void oneThatIsTooLongIsRefusedByItsHeadAndNothingComesAfterIt() {
        deframer.take(Unpooled.buffer().writeByte(0).writeInt(10_001));
        deframer.take(frame(0, 1));
        assertThat(seen).containsExactly("too-long");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void lengthsBeyondAllMeasureAreRefused(int length) {
        deframer.take(Unpooled.buffer().writeByte(0).writeInt(length));
        assertThat(seen).containsExactly("too-long");
    }

    @Test
    void anUnknownFlagIsRefused() {
        deframer.take(frame(2, 1));
        assertThat(seen).containsExactly("bad-request");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 7})
    void oneThatIsCutShortIsRefused(int length) {
        deframer.take(frame(0, 3).readSlice(length));
        assertThat(deframer.end()).isFalse();
        assertThat(seen).containsExactly("bad-request");
    }
}
