// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

import dev.galley.rpc.codec.Codec;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;

/// Between values and messages, by the format of the call.
final class Messages {
    /// Where a message goes.
    interface Sink {
        void accept(byte[] message, int offset, int length);
    }

    private Messages() {}

    /// @throws dev.galley.rpc.codec.CodecException if it is no message of this kind
    static <T> T read(Codec<T> codec, Incoming.Format format, byte[] message) {
        return switch (format) {
            case PROTOBUF -> codec.read(new Reader(message));
            case JSON -> json(codec, new JsonReader(message));
        };
    }

    static <T> void write(Codec<T> codec, Incoming.Format format, T value, Sink to) {
        switch (format) {
            case PROTOBUF -> {
                Writer out = new Writer();
                codec.write(out, value);
                to.accept(out.array(), out.offset(), out.size());
            }
            case JSON -> {
                JsonWriter out = new JsonWriter();
                codec.write(out, value);
                byte[] json = out.toByteArray();
                to.accept(json, 0, json.length);
            }
        }
    }

    private static <T> T json(Codec<T> codec, JsonReader in) {
        T value = codec.read(in);
        in.end();
        return value;
    }
}
