// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttributesTest {
    private static Request sample() {
        return new Request("test", 0x1C, 0)
                .structure(new byte[] {5, 1, 0, 0})
                .u8(1, 200)
                .u16(2, 60000)
                .be16(3, 0x1234)
                .u32(4, -2)
                .string(5, "wrr")
                .nest(6, in -> in.bytes(1, new byte[] {1, 2, 3}).u32(2, 7))
                .bytes(7, new byte[8]);
    }

    @Test
    void whatIsWrittenIsReadBack() throws ProtocolException {
        List<Message> messages = Message.parse(sample().message(9));
        Attributes read = messages.getFirst().attributes(4);
        assertThat(messages).hasSize(1);
        assertThat(messages.getFirst().sequence()).isEqualTo(9);
        assertThat(read.u8(1)).isEqualTo(200);
        assertThat(read.u16(2)).isEqualTo(60000);
        assertThat(read.bytes(3)).containsExactly(0x12, 0x34);
        assertThat(read.be16(3)).isEqualTo(0x1234);
        assertThat(read.u32(4)).isEqualTo(-2);
        assertThat(read.string(5)).isEqualTo("wrr");
        assertThat(read.nest(6).bytes(1)).containsExactly(1, 2, 3);
        assertThat(read.nest(6).u32(2)).isEqualTo(7);
        assertThat(read.u64(7)).isZero();
    }

    @Test
    void whatIsMissingOrTooShortIsNamed() throws ProtocolException {
        Attributes read = Message.parse(sample().message(1)).getFirst().attributes(4);
        assertThatThrownBy(() -> read.u32(9)).hasMessage("no attribute 9");
        assertThatThrownBy(() -> read.u64(4)).hasMessage("attribute 4 has 4 bytes, not 8");
    }

    @Test
    void aLengthThatDoesNotFitIsRefused() {
        ByteBuffer message = sample().message(1);
        message.putShort(20, (short) 4000);
        assertThatThrownBy(() -> Message.parse(message).getFirst().attributes(4))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("an attribute of 4000 bytes where");
    }

    @Test
    void noBytesWhateverEverReachPastTheirEnd() {
        Random random = new Random(1);
        byte[] valid = new byte[sample().message(1).remaining()];
        sample().message(1).get(valid);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = valid.clone();
            for (int i = random.nextInt(4); i >= 0; i--)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            read(ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1)));
        }
    }

    /// Reads all there is; a refusal is fine, any other exception is not.
    private static void read(ByteBuffer bytes) {
        try {
            for (Message message : Message.parse(bytes)) {
                Attributes attributes = message.attributes(4);
                for (int type = 0; type < 8; type++)
                    if (attributes.has(type)) attributes.bytes(type);
                if (attributes.has(6)) attributes.nest(6);
            }
        } catch (ProtocolException refused) {
            assertThat(refused).hasMessageMatching("(a|an|no) .*");
        }
    }
}
