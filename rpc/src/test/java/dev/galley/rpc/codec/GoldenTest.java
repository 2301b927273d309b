// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.rpc.codec.chat.Attachment;
import dev.galley.rpc.codec.chat.Kind;
import dev.galley.rpc.codec.chat.Message;
import dev.galley.rpc.codec.chat.MessageCodec;
import dev.galley.rpc.codec.chat.User;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A record with all there is, there and back.
class GoldenTest {
    private static final User ANN = new User(1L << 40, "Ann", true);
    private static final User BOB = new User(-7, "Bøb 😀", false);

    @Test
    void whatIsWrittenAsProtobufIsReadBackEqual() {
        Writer out = new Writer();
        Message message = message(Optional.of(message(Optional.empty())));
        MessageCodec.INSTANCE.write(out, message);
        Message read = MessageCodec.INSTANCE.read(new Reader(out.toByteArray()));
        assertThat(read).isEqualTo(message);
        assertThat(read.attributes().keySet()).containsExactly("z", "a", "漢");
    }

    @Test
    void whatIsWrittenAsJsonIsReadBackEqual() {
        JsonWriter out = new JsonWriter();
        Message message = message(Optional.of(message(Optional.empty())));
        MessageCodec.INSTANCE.write(out, message);
        Message read = MessageCodec.INSTANCE.read(new JsonReader(out.toByteArray()));
        assertThat(read).isEqualTo(message);
        assertThat(new String(out.toByteArray(), StandardCharsets.UTF_8))
                .contains(
                        "\"recipients\":[{\"id\":1099511627776,\"name\":\"Ann\",\"online\":true},")
                .contains("\"attachment\":{\"link\":{\"url\":\"http://x/\",\"rank\":-0.0}}")
                .contains("\"sent\":\"2026-01-31T12:00:00.000000001Z\"");
    }

    private static Message message(Optional<Message> reply) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("z", "1");
        attributes.put("a", "\u0000\"\\\n");
        attributes.put("漢", "");
        return new Message(
                12345678901L,
                ANN,
                "Hello, world",
                Instant.parse("2026-01-31T12:00:00.000000001Z"),
                List.of(ANN, BOB),
                attributes,
                new Attachment.Link("http://x/", -0.0),
                reply,
                Kind.NOTICE,
                List.of(1, -1, 300, 0));
    }
}
