// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec.chat;

import dev.galley.rpc.codec.Codec;
import dev.galley.rpc.codec.Elements;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public final class ScalarsCodec implements Codec<Scalars> {
    public static final ScalarsCodec INSTANCE = new ScalarsCodec();

    private static final Set<String> NAMES =
            Set.of("octet", "small", "unit", "ratio", "span", "name", "price", "tags", "flags");

    private ScalarsCodec() {}

    @Override
    public void write(Writer out, Scalars value) {
        for (Map.Entry<Long, Boolean> entry : Writer.backwards(value.flags())) {
            int end = out.size();
            out.bool(16, entry.getValue());
            out.int64(8, entry.getKey());
            out.length(74, end);
        }
        for (String tag : Writer.backwards(value.tags())) out.string(66, tag);
        if (value.price().isPresent()) out.decimal(58, value.price().get());
        if (value.name().isPresent()) out.uuid(50, value.name().get());
        if (value.span().isPresent()) out.duration(42, value.span().get());
        if (Float.floatToRawIntBits(value.ratio()) != 0) out.float32(37, value.ratio());
        if (value.unit() != 0) out.int32(24, value.unit());
        if (value.small() != 0) out.int32(16, value.small());
        if (value.octet() != 0) out.int32(8, value.octet());
    }

    @Override
    public Scalars read(Reader in) {
        byte octet = 0;
        short small = 0;
        char unit = 0;
        float ratio = 0;
        Duration span = null;
        UUID name = null;
        BigDecimal price = null;
        Elements<String> tags = null;
        SequencedMap<Long, Boolean> flags = null;
        for (int tag; (tag = in.tag()) != 0; ) {
            switch (tag) {
                case 8 -> octet = in.int8();
                case 16 -> small = in.int16();
                case 24 -> unit = in.char16();
                case 37 -> ratio = in.float32();
                case 42 -> span = in.duration();
                case 50 -> name = in.uuid();
                case 58 -> price = in.decimal();
                case 66 -> tags = in.add(tags, in.string());
                case 74 -> flags = flag(in, flags);
                default -> in.skip(tag, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            }
        }
        return new Scalars(
                octet,
                small,
                unit,
                ratio,
                Optional.ofNullable(span),
                Optional.ofNullable(name),
                Optional.ofNullable(price),
                Elements.set(tags),
                Elements.map(flags));
    }

    private static SequencedMap<Long, Boolean> flag(
            Reader in, @Nullable SequencedMap<Long, Boolean> flags) {
        long key = 0;
        boolean value = false;
        int outer = in.begin();
        for (int tag; (tag = in.tag()) != 0; ) {
            switch (tag) {
                case 8 -> key = in.int64();
                case 16 -> value = in.bool();
                default -> in.skip(tag, 1, 2);
            }
        }
        in.end(outer);
        return in.put(flags, key, value);
    }

    @Override
    public void write(JsonWriter out, Scalars value) {
        out.beginObject();
        out.name("octet");
        out.int32(value.octet());
        out.name("small");
        out.int32(value.small());
        out.name("unit");
        out.int32(value.unit());
        out.name("ratio");
        out.float32(value.ratio());
        if (value.span().isPresent()) {
            out.name("span");
            out.duration(value.span().get());
        }
        if (value.name().isPresent()) {
            out.name("name");
            out.uuid(value.name().get());
        }
        if (value.price().isPresent()) {
            out.name("price");
            out.decimal(value.price().get());
        }
        out.name("tags");
        out.beginArray();
        for (String tag : value.tags()) out.string(tag);
        out.endArray();
        out.name("flags");
        out.beginObject();
        for (Map.Entry<Long, Boolean> entry : value.flags().entrySet()) {
            out.name(String.valueOf(entry.getKey()));
            out.bool(entry.getValue());
        }
        out.endObject();
        out.endObject();
    }

    @Override
    public Scalars read(JsonReader in) {
        byte octet = 0;
        short small = 0;
        char unit = 0;
        float ratio = 0;
        Duration span = null;
        UUID name = null;
        BigDecimal price = null;
        Elements<String> tags = null;
        SequencedMap<Long, Boolean> flags = null;
        in.beginObject();
        for (String member; (member = in.name(NAMES)) != null; ) {
            switch (member) {
                case "octet" -> octet = in.int8();
                case "small" -> small = in.int16();
                case "unit" -> unit = in.char16();
                case "ratio" -> ratio = in.float32();
                case "span" -> span = in.duration();
                case "name" -> name = in.uuid();
                case "price" -> price = in.decimal();
                case "tags" -> {
                    in.beginArray();
                    while (in.more()) tags = in.add(tags, in.string());
                }
                case "flags" -> {
                    in.beginObject();
                    while (in.key()) {
                        long key = in.int64();
                        in.colon();
                        flags = in.put(flags, key, in.bool());
                    }
                }
            }
        }
        return new Scalars(
                octet,
                small,
                unit,
                ratio,
                Optional.ofNullable(span),
                Optional.ofNullable(name),
                Optional.ofNullable(price),
                Elements.set(tags),
                Elements.map(flags));
    }
}
