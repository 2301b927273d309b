// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Where frames end, fuzzed: nothing throws but what says that the other side is at fault, what is
/// found is what a second reader finds, and it does not matter how the bytes are cut.
///
/// A normal test run tries the seeds only; `JAZZER_FUZZ=1` fuzzes (see bench/README.md).
class FrameDecoderTest {
    private static final int MESSAGE = 100_000;

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
                                random.nextInt(256),
                                random.nextInt(256),
                                random.nextInt() & Integer.MAX_VALUE,
                                payload));
            }
            bytes.write(new byte[random.nextInt(10)]);
            framesAreTheSameHoweverTheyAreCut(bytes.toByteArray());
        }
    }

    @Test
    void aLongPayloadIsGatheredInOneArrayThatIsHandedOn() throws Exception {
        byte[] frame = RawPeer.frame(Format.MESSAGE, 0, 1, new byte[50_000]);
        List<byte[]> arrays = new ArrayList<>();
        FrameDecoder decoder =
                new FrameDecoder((t, f, s, in, length) -> {
                    assertThat(in.hasArray()).isTrue();
                    arrays.add(in.array());
                    assertThat(Connection.take(in, length)).isSameAs(in.array());
                });
        decoder.allow(MESSAGE);
        decoder.feed(Unpooled.directBuffer().writeBytes(frame, 0, 20_000));
        decoder.feed(Unpooled.directBuffer().writeBytes(frame, 20_000, frame.length - 20_000));
        assertThat(arrays).hasSize(1);
    }

    @Test
    void nothingIsAllocatedForAPayloadThatIsTooLong() {
        FrameDecoder decoder = new FrameDecoder((t, f, s, in, length) -> {});
        ByteBuf head = Unpooled.buffer().writeInt(Integer.MAX_VALUE).writeZero(6);
        assertThatThrownBy(() -> decoder.feed(head))
                .isInstanceOf(WireException.class)
                .hasMessage("a frame of type 0 has 2147483647 bytes, and may have 16384");
    }

    private static List<Found> decode(byte[] bytes, int cut) {
        List<Found> found = new ArrayList<>();
        FrameDecoder decoder =
                new FrameDecoder((type, flags, stream, in, length) ->
                        found.add(Found.of(type, flags, stream, Connection.take(in, length))));
        decoder.allow(MESSAGE);
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
            boolean message = type == 4 || type == 5;
            if (length > (message ? MESSAGE + (1 << 20) : 16_384) || stream >= 1L << 31) {
                found.add(new Found(-1, 0, 0, List.of()));
                break;
            }
            if (in.readableBytes() < length) break;
            byte[] payload = new byte[(int) length];
            in.readBytes(payload);
            found.add(Found.of(type, flags, (int) stream, Arrays.copyOf(payload, payload.length)));
        }
        return found;
    }
}
