// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.rpc.codec.chat.Attachment;
import dev.galley.rpc.codec.chat.AttachmentCodec;
import dev.galley.rpc.codec.chat.Message;
import dev.galley.rpc.codec.chat.UserCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A record with all there is, there and back.
class GoldenTest {
    @Test
    void whatIsWrittenAsProtobufIsReadBackEqual() {
        Message read = Samples.protobuf(Samples.protobuf(Samples.NESTED));
        assertThat(read).isEqualTo(Samples.NESTED);
        assertThat(read.attributes().keySet()).containsExactly("z", "a", "漢");
    }

    @Test
    void whatIsWrittenAsJsonIsReadBackEqual() {
        Message read = Samples.json(Samples.json(Samples.NESTED));
        assertThat(read).isEqualTo(Samples.NESTED);
        assertThat(read.attributes().keySet()).containsExactly("z", "a", "漢");
    }

    @Test
    void jsonIsAsProto3MapsItButForNumbersOf64Bits() {
        assertThat(Samples.json(Samples.PLAIN))
                .startsWith("{\"id\":12345678901,\"sender\":{\"id\":1099511627776,")
                .contains("\"sent\":\"2026-01-31T12:00:00.000000001Z\"")
                .contains(
                        "\"attributes\":{\"z\":\"1\","
                                + "\"a\":\"\\u0000\\\"\\\\\\n\u007f\",\"漢\":\"\"}")
                .contains("\"attachment\":{\"link\":{\"url\":\"http://x/\",\"rank\":-0.0}}")
                .endsWith("\"kind\":\"NOTICE\",\"marks\":[1,-1,300,0]}");
    }

    @Test
    void bytesComeBackInEitherFormat() {
        var image = new Attachment.Image(640, Integer.MIN_VALUE, new byte[] {0, -1, 62, -2});
        Writer out = new Writer();
        AttachmentCodec.INSTANCE.write(out, image);
        JsonWriter json = new JsonWriter();
        AttachmentCodec.INSTANCE.write(json, image);
        assertThat(AttachmentCodec.INSTANCE.read(new Reader(out.toByteArray())))
                .usingRecursiveComparison()
                .isEqualTo(image);
        assertThat(AttachmentCodec.INSTANCE.read(new JsonReader(json.toByteArray())))
                .usingRecursiveComparison()
                .isEqualTo(image);
    }

    @Test
    void whatIsReadIsImmutable() {
        Message read = Samples.protobuf(Samples.protobuf(Samples.PLAIN));
        assertThat(read.recipients()).isUnmodifiable();
        assertThat(read.attributes()).isUnmodifiable();
        assertThat(List.copyOf(read.recipients())).isSameAs(read.recipients());
        assertThat(List.copyOf(read.marks())).isSameAs(read.marks());
    }

    @Test
    void aMissingFieldIsNamed() {
        assertThatThrownBy(() -> Samples.protobuf(new byte[0]))
                .isInstanceOf(CodecException.class)
                .hasMessage("Message.sender is missing");
        assertThatThrownBy(() -> Samples.json("{\"sender\":{},\"sent\":null}"))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("Message.sent is missing");
        assertThatThrownBy(() -> AttachmentCodec.INSTANCE.read(new Reader(new byte[0])))
                .hasMessageContaining("one of Attachment is missing");
    }

    @Test
    void fieldsOfANewerVersionAreSkipped() {
        Writer out = new Writer();
        out.string(10 << 3 | 2, "new");
        out.float64(9 << 3 | 1, 1);
        out.float32(8 << 3 | 5, 1);
        out.int64(7 << 3, -1);
        out.string(18, "Ann");
        out.string(100_000_000 << 3 | 2, "newer");
        assertThat(UserCodec.INSTANCE.read(new Reader(out.toByteArray())).name()).isEqualTo("Ann");
    }

    @Test
    void anUnknownConstantIsAnError() {
        byte[] bytes = Samples.protobuf(Samples.PLAIN);
        Writer out = new Writer();
        out.int32(72, 3);
        byte[] both = new byte[bytes.length + out.size()];
        System.arraycopy(bytes, 0, both, 0, bytes.length);
        System.arraycopy(out.toByteArray(), 0, both, bytes.length, out.size());
        assertThatThrownBy(() -> Samples.protobuf(both))
                .hasMessageContaining("Message.kind: there is no constant 3");
        assertThatThrownBy(
                        () -> Samples.json(Samples.json(Samples.PLAIN).replace("NOTICE", "notice")))
                .hasMessageContaining("Message.kind: there is no constant notice");
    }

    @Test
    void twoAttachmentsInOneAreAnErrorInJson() {
        byte[] json = "{\"link\":{},\"image\":{}}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> AttachmentCodec.INSTANCE.read(new JsonReader(json)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("more than one member");
    }

    @Test
    void aWriterMayBeUsedAgain() {
        Writer out = new Writer();
        JsonWriter json = new JsonWriter();
        for (int length : List.of(10, 100_000, 10)) {
            out.reset();
            json.reset();
            out.string(10, "a".repeat(length));
            json.string("a".repeat(length));
            Reader in = new Reader(out.array(), out.offset(), out.size(), Limits.DEFAULT);
            assertThat(in.tag()).isEqualTo(10);
            assertThat(in.string()).hasSize(length);
            assertThat(new JsonReader(json.toByteArray()).string()).hasSize(length);
        }
        assertThat(out.array()).hasSizeLessThan(100_000);
        assertThat(json.array()).hasSizeLessThan(100_000);
    }
}
