// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import dev.galley.rpc.codec.Codec;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;
import java.util.Set;

/// A message with one field of bytes, as the processor would write it.
final class BytesCodec implements Codec<byte[]> {
    static final BytesCodec INSTANCE = new BytesCodec();

    private static final int FIELD = 1;
    private static final int TAG = FIELD << 3 | 2;

    @Override
    public void write(Writer out, byte[] value) {
        out.bytes(TAG, value);
    }

    @Override
    public byte[] read(Reader in) {
        byte[] value = {};
        for (int tag = in.tag(); tag != 0; tag = in.tag())
            if (tag == TAG) value = in.bytes();
            else in.skip(tag, FIELD);
        return value;
    }

    @Override
    public void write(JsonWriter out, byte[] value) {
        out.beginObject();
        out.name("value");
        out.bytes(value);
        out.endObject();
    }

    @Override
    public byte[] read(JsonReader in) {
        byte[] value = {};
        in.beginObject();
        while (in.name(Set.of("value")) != null) value = in.bytes();
        return value;
    }
}
