// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec.chat;

import dev.galley.rpc.codec.Codec;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;
import java.util.Set;

public final class Attachment_ImageCodec implements Codec<Attachment.Image> {
    public static final Attachment_ImageCodec INSTANCE = new Attachment_ImageCodec();

    private static final Set<String> NAMES = Set.of("width", "height", "preview");

    private Attachment_ImageCodec() {}

    @Override
    public void write(Writer out, Attachment.Image value) {
        if (value.preview().length != 0) out.bytes(26, value.preview());
        if (value.height() != 0) out.int32(16, value.height());
        if (value.width() != 0) out.int32(8, value.width());
    }

    @Override
    public Attachment.Image read(Reader in) {
        int width = 0;
        int height = 0;
        byte[] preview = {};
        for (int tag; (tag = in.tag()) != 0; ) {
            switch (tag) {
                case 8 -> width = in.int32();
                case 16 -> height = in.int32();
                case 26 -> preview = in.bytes();
                default -> in.skip(tag, 1, 2, 3);
            }
        }
        return new Attachment.Image(width, height, preview);
    }

    @Override
    public void write(JsonWriter out, Attachment.Image value) {
        out.beginObject();
        out.name("width");
        out.int32(value.width());
        out.name("height");
        out.int32(value.height());
        out.name("preview");
        out.bytes(value.preview());
        out.endObject();
    }

    @Override
    public Attachment.Image read(JsonReader in) {
        int width = 0;
        int height = 0;
        byte[] preview = {};
        in.beginObject();
        for (String member; (member = in.name(NAMES)) != null; ) {
            switch (member) {
                case "width" -> width = in.int32();
                case "height" -> height = in.int32();
                case "preview" -> preview = in.bytes();
            }
        }
        return new Attachment.Image(width, height, preview);
    }
}
