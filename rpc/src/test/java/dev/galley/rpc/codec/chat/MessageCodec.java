// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec.chat;

import dev.galley.rpc.codec.Codec;
import dev.galley.rpc.codec.Elements;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the annotation processor is to write for {@link Message}.
public final class MessageCodec implements Codec<Message> {
    public static final MessageCodec INSTANCE = new MessageCodec();

    private static final Set<String> NAMES =
            Set.of(
                    "id",
                    "sender",
                    "text",
                    "sent",
                    "recipients",
                    "attributes",
                    "attachment",
                    "reply",
                    "kind",
                    "marks");

    private MessageCodec() {}

    @Override
    public void write(Writer out, Message value) {
        if (!value.marks().isEmpty()) {
            int end = out.size();
            for (int mark : Writer.backwards(value.marks())) out.int32(mark);
            out.length(82, end);
        }
        out.int32(72, KindCodec.number(value.kind()));
        if (value.reply().isPresent()) out.message(66, INSTANCE, value.reply().get());
        out.message(58, AttachmentCodec.INSTANCE, value.attachment());
        for (Map.Entry<String, String> entry : Writer.backwards(value.attributes())) {
            int end = out.size();
            out.string(18, entry.getValue());
            out.string(10, entry.getKey());
            out.length(50, end);
        }
        for (User recipient : Writer.backwards(value.recipients()))
            out.message(42, UserCodec.INSTANCE, recipient);
        out.instant(34, value.sent());
        if (!value.text().isEmpty()) out.string(26, value.text());
        out.message(18, UserCodec.INSTANCE, value.sender());
        if (value.id() != 0) out.int64(8, value.id());
    }

    @Override
    public Message read(Reader in) {
        long id = 0;
        User sender = null;
        String text = "";
        Instant sent = null;
        Elements<User> recipients = null;
        SequencedMap<String, String> attributes = null;
        Attachment attachment = null;
        Message reply = null;
        Kind kind = null;
        Elements<Integer> marks = null;
        for (int tag; (tag = in.tag()) != 0; ) {
            switch (tag) {
                case 8 -> id = in.int64();
                case 18 -> sender = in.message(UserCodec.INSTANCE);
                case 26 -> text = in.string();
                case 34 -> sent = in.instant();
                case 42 -> recipients = in.add(recipients, in.message(UserCodec.INSTANCE));
                case 50 -> attributes = attribute(in, attributes);
                case 58 -> attachment = in.message(AttachmentCodec.INSTANCE);
                case 66 -> reply = in.message(INSTANCE);
                case 72 -> {
                    int number = in.int32();
                    kind = KindCodec.of(number);
                    if (kind == null) throw in.unknown("Message.kind", number);
                }
                case 80 -> marks = in.add(marks, in.int32());
                case 82 -> {
                    for (int end = in.packed(); in.more(end); ) marks = in.add(marks, in.int32());
                }
                default -> in.skip(tag, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
            }
        }
        if (sender == null) throw in.missing("Message.sender");
        if (sent == null) throw in.missing("Message.sent");
        if (attachment == null) throw in.missing("Message.attachment");
        if (kind == null) throw in.missing("Message.kind");
        return new Message(
                id,
                sender,
                text,
                sent,
                Elements.list(recipients),
                Elements.map(attributes),
                attachment,
                Optional.ofNullable(reply),
                kind,
                Elements.list(marks));
    }

    private static SequencedMap<String, String> attribute(
            Reader in, @Nullable SequencedMap<String, String> attributes) {
        String key = "";
        String value = "";
        int outer = in.begin();
        for (int tag; (tag = in.tag()) != 0; ) {
            switch (tag) {
                case 10 -> key = in.string();
                case 18 -> value = in.string();
                default -> in.skip(tag, 1, 2);
            }
        }
        in.end(outer);
        return in.put(attributes, key, value);
    }

    @Override
    public void write(JsonWriter out, Message value) {
        out.beginObject();
        out.name("id");
        out.int64(value.id());
        out.name("sender");
        UserCodec.INSTANCE.write(out, value.sender());
        out.name("text");
        out.string(value.text());
        out.name("sent");
        out.instant(value.sent());
        out.name("recipients");
        out.beginArray();
        for (User recipient : value.recipients()) UserCodec.INSTANCE.write(out, recipient);
        out.endArray();
        out.name("attributes");
        out.beginObject();
        for (Map.Entry<String, String> entry : value.attributes().entrySet()) {
            out.name(entry.getKey());
            out.string(entry.getValue());
        }
        out.endObject();
        out.name("attachment");
        AttachmentCodec.INSTANCE.write(out, value.attachment());
        if (value.reply().isPresent()) {
            out.name("reply");
            INSTANCE.write(out, value.reply().get());
        }
        out.name("kind");
        out.string(value.kind().name());
        out.name("marks");
        out.beginArray();
        for (int mark : value.marks()) out.int32(mark);
        out.endArray();
        out.endObject();
    }

    @Override
    public Message read(JsonReader in) {
        long id = 0;
        User sender = null;
        String text = "";
        Instant sent = null;
        Elements<User> recipients = null;
        SequencedMap<String, String> attributes = null;
        Attachment attachment = null;
        Message reply = null;
        Kind kind = null;
        Elements<Integer> marks = null;
        in.beginObject();
        for (String member; (member = in.name(NAMES)) != null; ) {
            switch (member) {
                case "id" -> id = in.int64();
                case "sender" -> sender = UserCodec.INSTANCE.read(in);
                case "text" -> text = in.string();
                case "sent" -> sent = in.instant();
                case "recipients" -> {
                    in.beginArray();
                    while (in.more()) recipients = in.add(recipients, UserCodec.INSTANCE.read(in));
                }
                case "attributes" -> {
                    in.beginObject();
                    while (in.key()) {
                        String key = in.string();
                        in.colon();
                        attributes = in.put(attributes, key, in.string());
                    }
                }
                case "attachment" -> attachment = AttachmentCodec.INSTANCE.read(in);
                case "reply" -> reply = INSTANCE.read(in);
                case "kind" -> {
                    String name = in.string();
                    kind = KindCodec.of(name);
                    if (kind == null) throw in.unknown("Message.kind", name);
                }
                case "marks" -> {
                    in.beginArray();
                    while (in.more()) marks = in.add(marks, in.int32());
                }
            }
        }
        if (sender == null) throw in.missing("Message.sender");
        if (sent == null) throw in.missing("Message.sent");
        if (attachment == null) throw in.missing("Message.attachment");
        if (kind == null) throw in.missing("Message.kind");
        return new Message(
                id,
                sender,
                text,
                sent,
                Elements.list(recipients),
                Elements.map(attributes),
                attachment,
                Optional.ofNullable(reply),
                kind,
                Elements.list(marks));
    }
}
