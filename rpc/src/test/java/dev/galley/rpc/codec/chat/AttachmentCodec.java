// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec.chat;

import dev.galley.rpc.codec.Codec;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;
import java.util.Set;

/// A sealed interface: a message with one oneof.
public final class AttachmentCodec implements Codec<Attachment> {
    public static final AttachmentCodec INSTANCE = new AttachmentCodec();

    private static final Set<String> NAMES = Set.of("image", "link");

    private AttachmentCodec() {}

    @Override
    public void write(Writer out, Attachment value) {
        switch (value) {
            case Attachment.Image image -> out.message(10, Attachment_ImageCodec.INSTANCE, image);
            case Attachment.Link link -> out.message(18, Attachment_LinkCodec.INSTANCE, link);
        }
    }

    @Override
    public Attachment read(Reader in) {
        Attachment value = null;
        for (int tag; (tag = in.tag()) != 0; ) {
            switch (tag) {
                case 10 -> value = in.message(Attachment_ImageCodec.INSTANCE);
                case 18 -> value = in.message(Attachment_LinkCodec.INSTANCE);
                default -> in.skip(tag, 1, 2);
            }
        }
        if (value == null) throw in.missing("one of Attachment");
        return value;
    }

    @Override
    public void write(JsonWriter out, Attachment value) {
        out.beginObject();
        switch (value) {
            case Attachment.Image image -> {
                out.name("image");
                Attachment_ImageCodec.INSTANCE.write(out, image);
            }
            case Attachment.Link link -> {
                out.name("link");
                Attachment_LinkCodec.INSTANCE.write(out, link);
            }
        }
        out.endObject();
    }

    @Override
    public Attachment read(JsonReader in) {
        Attachment value = null;
        in.beginObject();
        for (String member; (member = in.name(NAMES)) != null; ) {
            if (value != null) throw in.ambiguous("Attachment");
            switch (member) {
                case "image" -> value = Attachment_ImageCodec.INSTANCE.read(in);
                case "link" -> value = Attachment_LinkCodec.INSTANCE.read(in);
            }
        }
        if (value == null) throw in.missing("one of Attachment");
        return value;
    }
}
