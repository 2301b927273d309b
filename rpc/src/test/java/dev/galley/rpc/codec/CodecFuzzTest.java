// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.galley.rpc.codec.chat.MessageCodec;
import dev.galley.rpc.codec.chat.ScalarsCodec;

/// Any bytes are an error that says so, or a value that is written, in either format, and read back
/// the same; there is no third way. A normal test run tries the seeds only; `JAZZER_FUZZ=1` fuzzes
/// (see bench/README.md), and also finds whatever takes too much memory.
///
/// Values are compared as they are written, for records with arrays are equal to no others; and
/// what came as JSON as JSON, where one NaN is like another.
class CodecFuzzTest {
    private static final Limits LIMITS = new Limits(8, 1 << 16, 1 << 12);

    @FuzzTest
    void bytesAreAMessageOrAnError(byte[] bytes) {
        fromProtobuf(MessageCodec.INSTANCE, bytes);
    }

    @FuzzTest
    void bytesAreScalarsOrAnError(byte[] bytes) {
        fromProtobuf(ScalarsCodec.INSTANCE, bytes);
    }

    @FuzzTest
    void jsonIsAMessageOrAnError(byte[] bytes) {
        fromJson(MessageCodec.INSTANCE, bytes);
    }

    @FuzzTest
    void jsonIsScalarsOrAnError(byte[] bytes) {
        fromJson(ScalarsCodec.INSTANCE, bytes);
    }

    private static <T> void fromProtobuf(Codec<T> codec, byte[] bytes) {
        T value;
        try {
            value = codec.read(new Reader(bytes, 0, bytes.length, LIMITS));
        } catch (CodecException e) {
            return;
        }
        check(codec, value);
    }

    private static <T> void fromJson(Codec<T> codec, byte[] bytes) {
        T value;
        try {
            JsonReader in = new JsonReader(bytes, 0, bytes.length, LIMITS);
            value = codec.read(in);
            in.end();
        } catch (CodecException e) {
            return;
        }
        check(codec, value);
    }

    private static <T> void check(Codec<T> codec, T value) {
        byte[] protobuf = protobuf(codec, value);
        byte[] json = json(codec, value);
        T one = codec.read(new Reader(protobuf));
        T other = codec.read(new JsonReader(json));
        assertThat(protobuf(codec, one)).isEqualTo(protobuf);
        assertThat(json(codec, one)).isEqualTo(json);
        assertThat(json(codec, other)).isEqualTo(json);
    }

    private static <T> byte[] protobuf(Codec<T> codec, T value) {
        Writer out = new Writer();
        codec.write(out, value);
        return out.toByteArray();
    }

    private static <T> byte[] json(Codec<T> codec, T value) {
        JsonWriter out = new JsonWriter();
        codec.write(out, value);
        return out.toByteArray();
    }
}
