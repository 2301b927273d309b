// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.galley.rpc.codec.chat.MessageCodec;
import dev.galley.rpc.codec.chat.Scalars;
import dev.galley.rpc.codec.chat.ScalarsCodec;
import dev.galley.rpc.codec.chat.UserCodec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// JSON, value by value.
class JsonReaderTest {
    @Test
    void wholeNumbersAreReadHoweverWritten() {
        for (String json :
                List.of("100", "\"100\"", "1e2", "100.0", "10000E-2", " 100 ", "1.00e+2"))
            assertThat(value(json, JsonReader::int64)).isEqualTo(100);
        assertThat(value("-9223372036854775808", JsonReader::int64)).isEqualTo(Long.MIN_VALUE);
        assertThat(value("-0", JsonReader::int64)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808",
                "1.5",
                "1e-1",
                "1e19",
                "1e999999999",
                "1e-999999999",
                "1e99999999999"
            })
    void aNumberThatIsNoInt64IsAnError(String json) {
        fails(json, JsonReader::int64).withMessageContaining("not an int64");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01",
                "+1",
                ".5",
                "1.",
                "1e",
                "-",
                "0x1",
                "NaN",
                "Infinity",
                "--1",
                "1 2",
                "\"\"",
                "\" 1\"",
                "\"1 \"",
                "\"1",
                "1e+",
                "true",
                "null",
                "{}"
            })
    void whatIsNoNumberInJsonIsAnError(String json) {
        fails(json, JsonReader::int64);
        fails(json, JsonReader::float64);
    }

    @Test
    void numbersHaveTheRangeOfTheirType() {
        fails("2147483648", JsonReader::int32).withMessageContaining("not an int32");
        fails("128", JsonReader::int8).withMessageContaining("not from -128 to 127");
        fails("-32769", JsonReader::int16).withMessageContaining("not from -32768");
        fails("65536", JsonReader::char16).withMessageContaining("not from 0 to 65535");
        fails("1e39", JsonReader::float32).withMessageContaining("too large");
        fails("-1e309", JsonReader::float64).withMessageContaining("too large");
        fails("1".repeat(1001), JsonReader::float64).withMessageContaining("1000 characters");
    }

    @Test
    void doublesAndFloatsAreReadBackExactly() {
        for (double number : new double[] {0, -0.0, 1e23, Double.MIN_VALUE, Double.MAX_VALUE, 0.1})
            assertThat(value(written(out -> out.float64(number)), JsonReader::float64))
                    .isEqualTo(number);
        for (float number : new float[] {0.1f, Float.MIN_VALUE, Float.MAX_VALUE, 16777216f, 1e-10f})
            assertThat(value(written(out -> out.float32(number)), JsonReader::float32))
                    .isEqualTo(number);
        for (String json : List.of("\"NaN\"", "\"Infinity\"", "\"-Infinity\"")) {
            double number = value(json, JsonReader::float64);
            assertThat(number).isNotFinite();
            assertThat(written(out -> out.float64(number))).isEqualTo(json);
            assertThat(written(out -> out.float32((float) number))).isEqualTo(json);
        }
        assertThat(value("\"1.5\"", JsonReader::float32)).isEqualTo(1.5f);
    }

    @Test
    void textsAreReadWithAllEscapes() {
        assertThat(
                        value(
                                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83d\\uDE00é😀\"",
                                JsonReader::string))
                .isEqualTo("\"\\/\b\f\n\r\té😀é😀");
        String all = "\u0000\u001f \"\\/\u007f\u0080é漢\ufffd😀\uffff\r\n\t";
        assertThat(value(written(out -> out.string(all)), JsonReader::string)).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"", "\"a", "\"\\", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud83d\"",
                "\"\\ude00\"", "\"\\ud83d\\u0041\"", "\"\\ud83dé\"", "\"\n\"", "\"\u0000\"", "'a'",
                        "a", ""
            })
    void whatIsNoTextInJsonIsAnError(String json) {
        fails(json, JsonReader::string);
    }

    @Test
    void malformedUtf8IsAnErrorAndNotReplaced() {
        for (int lead : new int[] {0x80, 0xc3, 0xff, 0xed}) {
            byte[] bytes = {'"', (byte) lead, (byte) 0xa0, (byte) 0x80, '"'};
            assertThatExceptionOfType(CodecException.class)
                    .isThrownBy(() -> new JsonReader(bytes).string())
                    .withMessageContaining("not UTF-8");
        }
    }

    @Test
    void halfOfASurrogatePairIsNotWritten() {
        for (String text : List.of("\ud83d", "\ude00", "\ud83da"))
            assertThatExceptionOfType(CodecException.class)
                    .isThrownBy(() -> new JsonWriter().string(text))
                    .withMessageContaining("surrogate");
    }

    @Test
    void base64IsReadOfBothAlphabetsWithOrWithoutPadding() {
        byte[] bytes = {-5, -1, -65, 0};
        for (String json : List.of("\"+/+/AA==\"", "\"-_-_AA\"", "\"-_-_AA==\"", "\"+/+/AA\""))
            assertThat(value(json, JsonReader::bytes)).isEqualTo(bytes);
        assertThat(written(out -> out.bytes(bytes))).isEqualTo("\"+/+/AA==\"");
        for (String json : List.of("\"+\"", "\"a b=\"", "\"é===\"", "\"QQ=\"", "1"))
            fails(json, JsonReader::bytes);
    }

    @Test
    void timesDurationsAndIdentifiersAreReadBack() {
        for (Instant time :
                List.of(Instant.MIN, Instant.MAX, Instant.EPOCH, Instant.ofEpochMilli(-1)))
            assertThat(value(written(out -> out.instant(time)), JsonReader::instant))
                    .isEqualTo(time);
        assertThat(value("\"2026-01-31T13:00:00+01:00\"", JsonReader::instant))
                .isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
        for (Duration span : ReaderTest.durations())
            assertThat(value(written(out -> out.duration(span)), JsonReader::duration))
                    .isEqualTo(span);
        assertThat(written(out -> out.duration(Duration.ofMillis(-500)))).isEqualTo("\"-0.5s\"");
        UUID uuid = UUID.fromString("01234567-89ab-cdef-8123-456789abcdef");
        assertThat(value("\"01234567-89AB-cdef-8123-456789abcdef\"", JsonReader::uuid))
                .isEqualTo(uuid);
        assertThat(value("\"1.50\"", JsonReader::decimal)).isEqualTo(new BigDecimal("1.50"));
        assertThat(value("-1.5E+3", JsonReader::decimal)).isEqualTo(new BigDecimal("-1.5E+3"));
    }

    @Test
    void timesDurationsAndIdentifiersThatAreNoneAreErrors() {
        fails("\"2026-02-30T00:00:00Z\"", JsonReader::instant).withMessageContaining("RFC 3339");
        for (String json :
                List.of(
                        "\"1\"",
                        "\"1.s\"",
                        "\".5s\"",
                        "\"1.0000000001s\"",
                        "\"9223372036854775808s\""))
            fails(json, JsonReader::duration).withMessageContaining("such as 1.5s");
        for (String json : List.of("\"1-1-1-1-1\"", "\"\""))
            fails(json, JsonReader::uuid).withMessageContaining("not a UUID");
        fails("1E+1001", JsonReader::decimal).withMessageContaining("1000 digits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{,}",
                "{\"id\":1,}",
                "{\"id\":1 \"name\":\"\"}",
                "{\"id\"}",
                "{\"id\":}",
                "{id:1}",
                "{\"id\":1}}",
                "{} {}",
                "{\"id\":1,\"id\":1}",
                "{\"id\":null,\"id\":1}",
                "{\"online\":tru}",
                "{\"online\":\"true\"}",
                "{\"online\":1}",
                "\ufeff{}",
                "{}x",
                "/**/{}"
            })
    void whatIsNoObjectOfThatKindIsAnError(String json) {
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> {
                    JsonReader in = new JsonReader(json.getBytes(UTF_8));
                    UserCodec.INSTANCE.read(in);
                    in.end();
                });
    }

    @Test
    void aMemberThatIsNullIsTakenAsNotThere() {
        String json = " {\t\"id\" :\n7 ,\r\"name\":null,\"online\" : true } ";
        JsonReader in = new JsonReader(json.getBytes(UTF_8));
        assertThat(UserCodec.INSTANCE.read(in).name()).isEmpty();
        in.end();
    }

    @Test
    void anErrorSaysWhere() {
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> Samples.json("{\"id\":1,\"sender\":{\"id\":2,\"name\":3}}"))
                .withMessage("sender.name, byte 32: expected a text in quotes, found 3");
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> Samples.json("{\"sender\":{\"nmae\":null}}"))
                .withMessageContaining("there is no nmae; there is [id, name, online]");
    }

    @Test
    void mapsHaveKeysOfAnyScalarInQuotes() {
        Scalars read = scalars("{\"flags\":{\"7\":true,\"-1\":false}}");
        assertThat(read.flags()).containsExactly(Map.entry(7L, true), Map.entry(-1L, false));
        for (String flags :
                List.of(
                        "{7:true}",
                        "{\"7\":true,\"7.0\":true}",
                        "{\"7\":null}",
                        "{\"7\"}",
                        "{\"7\":true,}"))
            assertThatExceptionOfType(CodecException.class)
                    .isThrownBy(() -> scalars("{\"flags\":" + flags + "}"));
        JsonReader in = new JsonReader("{\"true\":1}".getBytes(UTF_8));
        in.beginObject();
        assertThat(in.key()).isTrue();
        assertThat(in.bool()).isTrue();
    }

    @Test
    void listsAreClosedAndOfNoNulls() {
        assertThat(scalars("{\"tags\":[\"b\",\"a\",\"b\"]}").tags()).containsExactly("b", "a");
        for (String tags : List.of("[null]", "[\"a\",]", "[,]", "[\"a\" \"b\"]", "[\"a\"", "\"a\""))
            assertThatExceptionOfType(CodecException.class)
                    .isThrownBy(() -> scalars("{\"tags\":" + tags + "}"));
    }

    @Test
    void depthLengthAndElementsHaveLimits() {
        byte[] bytes = Samples.json(Samples.NESTED).getBytes(UTF_8);
        limited(bytes, new Limits(3, 1 << 20, 100)).withMessageContaining("too deep");
        limited(bytes, new Limits(64, bytes.length - 1, 100)).withMessageContaining("are allowed");
        limited(bytes, new Limits(64, 1 << 20, 23)).withMessageContaining("more elements");
        JsonReader in = new JsonReader(bytes, 0, bytes.length, new Limits(4, bytes.length, 24));
        assertThat(MessageCodec.INSTANCE.read(in)).isEqualTo(Samples.NESTED);
    }

    @Test
    void scalarsAreReadBack() {
        Scalars value =
                new Scalars(
                        (byte) -128,
                        Short.MAX_VALUE,
                        '\uffff',
                        Float.MIN_VALUE,
                        Optional.of(Duration.ofNanos(-1)),
                        Optional.of(new UUID(-1, 1)),
                        Optional.of(new BigDecimal("-0.00")),
                        java.util.Set.of("a"),
                        Map.of(Long.MIN_VALUE, true));
        String json = written(out -> ScalarsCodec.INSTANCE.write(out, value));
        assertThat(scalars(json)).isEqualTo(value);
    }

    private static Scalars scalars(String json) {
        return ScalarsCodec.INSTANCE.read(new JsonReader(json.getBytes(UTF_8)));
    }

    private static ThrowableAssertAlternative<CodecException> limited(byte[] bytes, Limits limits) {
        return assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() ->
                        MessageCodec.INSTANCE.read(new JsonReader(bytes, 0, bytes.length, limits)));
    }

    private static <T> T value(String json, Function<JsonReader, T> method) {
        JsonReader in = new JsonReader(json.getBytes(UTF_8));
        T value = method.apply(in);
        in.end();
        return value;
    }

    private static ThrowableAssertAlternative<CodecException> fails(
            String json, Function<JsonReader, ?> method) {
        return assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> value(json, method));
    }

    private static String written(Consumer<JsonWriter> method) {
        JsonWriter out = new JsonWriter();
        method.accept(out);
        return new String(out.toByteArray(), UTF_8);
    }
}
