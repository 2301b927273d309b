// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

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

/// Messages, and short ways to write and read them.
final class Samples {
    static final Message PLAIN = message(Optional.empty());
    static final Message NESTED = message(Optional.of(PLAIN));

    private Samples() {}

    static byte[] protobuf(Message message) {
        Writer out = new Writer();
        MessageCodec.INSTANCE.write(out, message);
        return out.toByteArray();
    }

    static Message protobuf(byte[] bytes) {
        return MessageCodec.INSTANCE.read(new Reader(bytes));
    }

    static String json(Message message) {
        JsonWriter out = new JsonWriter();
        MessageCodec.INSTANCE.write(out, message);
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    static Message json(String json) {
        return json(json.getBytes(StandardCharsets.UTF_8));
    }

    static Message json(byte[] bytes) {
        JsonReader in = new JsonReader(bytes);
        Message message = MessageCodec.INSTANCE.read(in);
        in.end();
        return message;
    }

    private static Message message(Optional<Message> reply) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("z", "1");
        attributes.put("a", "\u0000\"\\\n\u007f");
        attributes.put("漢", "");
        User ann = new User(1L << 40, "Ann", true);
        User bob = new User(-7, "Bøb 😀", false);
        return new Message(
                12345678901L,
                ann,
                "Hello, world; and all that a text of more than sixteen bytes may say",
                Instant.parse("2026-01-31T12:00:00.000000001Z"),
                List.of(ann, bob, ann, bob, bob),
                attributes,
                new Attachment.Link("http://x/", -0.0),
                reply,
                Kind.NOTICE,
                List.of(1, -1, 300, 0));
    }
}
