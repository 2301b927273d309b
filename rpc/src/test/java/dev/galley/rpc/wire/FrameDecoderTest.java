// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Where frames end, fuzzed: nothing throws but what says that the other side is at fault, what is
/// found is what a second reader finds, and it does not matter how the bytes are cut.
///
/// A normal test run tries the seeds only; `JAZZER_FUZZ=1` fuzzes (see bench/README.md).
class FrameDecoderTest {
    private static final int LONG_MESSAGE = 7;

    /// Flags that say nothing.
    private static final int ANY = 0;

    private record Found(int type, int flags, int stream, List<Byte> payload) {
        static Found of(int type, int flags, int stream, byte[] payload) {
            List<Byte> bytes = new ArrayList<>();
            for (byte b : payload) bytes.add(b);
            return new Found(type, flags, stream, bytes);
        }
    }

    @FuzzTest
    void framesAreTheSameHoweverTheyAreCut(byte[] bytes) {
        List<Found> whole = decode(bytes, bytes.length + 1);
        assertThat(decode(bytes, 1)).isEqualTo(whole);
        assertThat(decode(bytes, 7)).isEqualTo(whole);
        assertThat(whole).isEqualTo(read(bytes));
    }

    @Test
    void randomFramesAreFoundHoweverTheyAreCut() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            var bytes = new ByteArrayOutputStream();
            for (int i = random.nextInt(5); i >= 0; i--) {
                byte[] payload = new byte[random.nextInt(3000)];
                random.nextBytes(payload);
                bytes.write(
                        RawPeer.frame(
                                random.nextInt(20),
                                random.nextInt(256),
                                random.nextInt(2 * LONG_MESSAGE),
                                payload));
            }
            bytes.write(new byte[random.nextInt(10)]);
            framesAreTheSameHoweverTheyAreCut(bytes.toByteArray());
        }
    }

    @Test
    void aPayloadInManyReadsIsGatheredInOneArrayThatIsHandedOn() throws Exception {
        byte[] frame = RawPeer.frame(Format.CALL, 0, 1, new byte[50_000]);
        List<byte[]> arrays = new ArrayList<>();
        FrameDecoder decoder =
                decoder((t, f, s, in, length) -> {
                    assertThat(in.hasArray()).isTrue();
                    arrays.add(in.array());
                    assertThat(FrameDecoder.take(in, length)).isSameAs(in.array());
                });
        decoder.feed(Unpooled.directBuffer().writeBytes(frame, 0, 20_000));
        decoder.feed(Unpooled.directBuffer().writeBytes(frame, 20_000, frame.length - 20_000));
        assertThat(arrays).hasSize(1);
    }

    @Test
    void nothingIsAllocatedForAPayloadThatIsTooLong() {
        FrameDecoder decoder = decoder((t, f, s, in, length) -> {});
        ByteBuf head = Unpooled.buffer().writeInt(Integer.MAX_VALUE).writeZero(6);
        assertThatThrownBy(() -> decoder.feed(head))
                .isInstanceOf(WireException.class)
                .hasMessage("a frame of type 0 has 2147483647 bytes, and may have 16384");
    }

    private interface Frames {
        void frame(int type, int flags, int stream, ByteBuf in, int length) throws WireException;
    }

    /// Parts of the stream of a long message are gathered in a place of their own.
    private static FrameDecoder decoder(Frames frames) {
        FrameDecoder.Sink sink =
                new FrameDecoder.Sink() {
                    private ByteBuf room = Unpooled.EMPTY_BUFFER;

                    @Override
                    public void frame(int type, int flags, int stream, ByteBuf in, int length)
                            throws WireException {
                        frames.frame(type, flags, stream, in, length);
                    }

                    @Override
                    public @Nullable ByteBuf room(int stream, int length) {
                        if (stream != LONG_MESSAGE) return null;
                        room = Unpooled.wrappedBuffer(new byte[length]).clear();
                        return room;
                    }

                    @Override
                    public void gathered(int stream) throws WireException {
                        int length = room.readableBytes();
                        frames.frame(Format.MESSAGE, ANY, stream, room, length);
                    }
                };
        FrameDecoder decoder = new FrameDecoder(sink);
        decoder.greeted();
        return decoder;
    }

    private static List<Found> decode(byte[] bytes, int cut) {
        List<Found> found = new ArrayList<>();
        FrameDecoder decoder =
                decoder((type, flags, stream, in, length) -> {
                    boolean part = type == Format.MESSAGE && stream == LONG_MESSAGE;
                    byte[] payload = FrameDecoder.take(in, length);
                    found.add(Found.of(type, part ? ANY : flags, stream, payload));
                });
        try {
            for (int i = 0; i < bytes.length; i += cut)
                decoder.feed(Unpooled.wrappedBuffer(bytes, i, Math.min(cut, bytes.length - i)));
        } catch (WireException e) {
            found.add(new Found(-1, 0, 0, List.of()));
        }
        return found;
    }

    /// The second opinion, by docs/wire.md.
    private static List<Found> read(byte[] bytes) {
        List<Found> found = new ArrayList<>();
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        while (in.readableBytes() >= 10) {
            long length = in.readUnsignedInt();
            int type = in.readUnsignedByte(), flags = in.readUnsignedByte();
            long stream = in.readUnsignedInt();
            int longest = type == 4 ? 131_072 : type == 5 ? 65_536 : 16_384;
            if (length > longest || stream >= 1L << 31) {
                found.add(new Found(-1, 0, 0, List.of()));
                break;
            }
            if (in.readableBytes() < length) break;
            byte[] payload = new byte[(int) length];
            in.readBytes(payload);
            boolean part = type == 5 && stream == LONG_MESSAGE;
            found.add(Found.of(type, part ? ANY : flags, (int) stream, payload));
        }
        return found;
    }
}
