// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec.chat;

import dev.galley.rpc.codec.Codec;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;
import java.util.Set;

public final class Attachment_LinkCodec implements Codec<Attachment.Link> {
    public static final Attachment_LinkCodec INSTANCE = new Attachment_LinkCodec();

    private static final Set<String> NAMES = Set.of("url", "rank");

    private Attachment_LinkCodec() {}

    @Override
    public void write(Writer out, Attachment.Link value) {
        if (Double.doubleToRawLongBits(value.rank()) != 0) out.float64(17, value.rank());
        if (!value.url().isEmpty()) out.string(10, value.url());
    }

    @Override
    public Attachment.Link read(Reader in) {
        String url = "";
        double rank = 0;
        for (int tag; (tag = in.tag()) != 0; ) {
            switch (tag) {
                case 10 -> url = in.string();
                case 17 -> rank = in.float64();
                default -> in.skip(tag, 1, 2);
            }
        }
        return new Attachment.Link(url, rank);
    }

    @Override
    public void write(JsonWriter out, Attachment.Link value) {
        out.beginObject();
        out.name("url");
        out.string(value.url());
        out.name("rank");
        out.float64(value.rank());
        out.endObject();
    }

    @Override
    public Attachment.Link read(JsonReader in) {
        String url = "";
        double rank = 0;
        in.beginObject();
        for (String member; (member = in.name(NAMES)) != null; ) {
            switch (member) {
                case "url" -> url = in.string();
                case "rank" -> rank = in.float64();
            }
        }
        return new Attachment.Link(url, rank);
    }
}
