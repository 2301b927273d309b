// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.galley.rpc.codec.chat.MessageCodec;
import dev.galley.rpc.codec.chat.UserCodec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The wire format, value by value.
class ReaderTest {
    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                127,
                128,
                300,
                16_383,
                16_384,
                2_097_151,
                2_097_152,
                1L << 35,
                (1L << 49) - 1,
                1L << 49,
                (1L << 56) - 1,
                1L << 56,
                Long.MAX_VALUE,
                -1,
                Long.MIN_VALUE
            })
    void aNumberOfAnyLengthIsReadBackWhereverItLies(long value) {
        Writer out = new Writer();
        out.int64(8, value);
        byte[] bytes = out.toByteArray();
        assertThat(value(bytes, Reader::int64)).isEqualTo(value);
        byte[] padded = new byte[bytes.length + 20];
        System.arraycopy(bytes, 0, padded, 3, bytes.length);
        Reader in = new Reader(padded, 3, bytes.length, Limits.DEFAULT);
        assertThat(in.tag()).isEqualTo(8);
        assertThat(in.int64()).isEqualTo(value);
        assertThat(in.tag()).isZero();
    }

    @Test
    void numbersAreAsTheEncodingGuideHasThem() {
        assertThat(value(hex("08 96 01"), Reader::int32)).isEqualTo(150);
        assertThat(value(hex("08 ff ff ff ff ff ff ff ff ff 01"), Reader::int32)).isEqualTo(-1);
        assertThat(written(out -> out.int32(8, -2)))
                .isEqualTo(hex("08 fe ff ff ff ff ff ff ff ff 01"));
        assertThat(written(out -> out.string(18, "testing")))
                .isEqualTo(hex("12 07 74 65 73 74 69 6e 67"));
    }

    @Test
    void aNumberBeyondItsTypeIsAnErrorAndNotCutOff() {
        fails("08 ff ff ff ff 0f", Reader::int32).withMessageContaining("not an int32: 4294967295");
        fails("08 80 01", Reader::int8).withMessageContaining("not from -128 to 127: 128");
        fails("08 80 80 02", Reader::int16).withMessageContaining("not from -32768 to 32767");
        fails("08 80 80 04", Reader::char16).withMessageContaining("not from 0 to 65535");
        fails("08 02", Reader::bool).withMessageContaining("neither true nor false: 2");
        fails("08 ff ff ff ff ff ff ff ff ff 02", Reader::int64).withMessageContaining("64 bits");
        fails("08 ff ff ff ff ff ff ff ff ff ff 01", Reader::int64)
                .withMessageContaining("64 bits");
    }

    @Test
    void theLimitsOfEachTypeAreReadBack() {
        assertThat(value(written(out -> out.int32(8, -128)), Reader::int8)).isEqualTo((byte) -128);
        assertThat(value(written(out -> out.int32(8, 32767)), Reader::int16))
                .isEqualTo((short) 32767);
        assertThat(value(written(out -> out.int32(8, 65535)), Reader::char16)).isEqualTo('\uffff');
        assertThat(value(written(out -> out.bool(8, true)), Reader::bool)).isTrue();
        assertThat(value(written(out -> out.float32(13, Float.MIN_VALUE)), Reader::float32))
                .isEqualTo(Float.MIN_VALUE);
        assertThat(value(written(out -> out.float64(9, Double.NaN)), Reader::float64)).isNaN();
        UUID uuid = UUID.fromString("01234567-89ab-cdef-8123-456789abcdef");
        byte[] written = written(out -> out.uuid(10, uuid));
        assertThat(written).isEqualTo(hex("0a 10 01234567 89ab cdef 8123 456789abcdef"));
        assertThat(value(written, Reader::uuid)).isEqualTo(uuid);
    }

    @Test
    void timesAndDurationsOfAnyRangeAreReadBack() {
        for (Instant time :
                List.of(Instant.MIN, Instant.MAX, Instant.EPOCH, Instant.ofEpochMilli(-1)))
            assertThat(value(written(out -> out.instant(10, time)), Reader::instant))
                    .isEqualTo(time);
        for (Duration span : durations())
            assertThat(value(written(out -> out.duration(10, span)), Reader::duration))
                    .isEqualTo(span);
        assertThat(written(out -> out.duration(10, Duration.ofMillis(-1500))))
                .isEqualTo(
                        written(out -> {
                            out.int32(16, -500_000_000);
                            out.int64(8, -1);
                            out.length(10, 0);
                        }));
    }

    static List<Duration> durations() {
        return List.of(
                Duration.ZERO,
                Duration.ofNanos(-1),
                Duration.ofMillis(-1500),
                Duration.ofMillis(1500),
                Duration.ofSeconds(Long.MIN_VALUE, 1),
                Duration.ofSeconds(Long.MIN_VALUE),
                Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));
    }

    @Test
    void timesThatAreNoneAreErrors() {
        fails("0a 0b 10 ff ff ff ff ff ff ff ff ff 01", Reader::instant)
                .withMessageContaining("nanos -1");
        fails("0a 06 10 80 94 eb dc 03", Reader::instant).withMessageContaining("nanos 1000000000");
        fails("0a 0a 08 ff ff ff ff ff ff ff ff 7f", Reader::instant)
                .withMessageContaining("no time");
        fails("0a 0d 10 ff ff ff ff ff ff ff ff ff 01 08 01", Reader::duration)
                .withMessageContaining("different signs");
    }

    @Test
    void aDecimalKeepsItsScale() {
        for (String text : List.of("0", "1.50", "-1E+3", "1E-1000", "9".repeat(1000))) {
            BigDecimal value = new BigDecimal(text);
            assertThat(value(written(out -> out.decimal(10, value)), Reader::decimal))
                    .isEqualTo(value);
        }
    }

    @Test
    void aDecimalThatCostsTooMuchIsRefusedOnBothSides() {
        for (String text : List.of("1E+1001", "1E-1001", "9".repeat(1001), "1E+2147483647")) {
            assertThatExceptionOfType(CodecException.class)
                    .isThrownBy(() -> new Writer().decimal(10, new BigDecimal(text)))
                    .withMessageContaining("1000 digits");
            byte[] bytes = written(out -> out.string(10, text));
            assertThatExceptionOfType(CodecException.class)
                    .isThrownBy(() -> value(bytes, Reader::decimal))
                    .withMessageContaining("1000 digits");
        }
        byte[] words = written(out -> out.string(10, "ten"));
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> value(words, Reader::decimal))
                .withMessageContaining("not a decimal number");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "abc",
                "abcd",
                "abcdefg",
                "abcdefgh",
                "abcdefghijklmnop",
                "abcdefghijklmnopq",
                "é",
                "aé",
                "abcé",
                "abcdefé",
                "éabcdefghijklmn",
                "abcdefghijklmné",
                "abcdefghijklmnopqé",
                "漢字",
                "😀",
                "a😀b",
                "\u0000",
                "\ufffd",
                "\uffff",
                "abc\ufffddefghijklmnopqrs"
            })
    void aTextOfAnyCharactersIsReadBack(String text) {
        assertThat(value(written(out -> out.string(10, text)), Reader::string)).isEqualTo(text);
    }

    @Test
    void aLongTextIsReadBackWhereverItIsNotAscii() {
        for (int length : List.of(24, 25, 255, 256, 257, 600, 100_000))
            for (String odd : List.of("a", "é", "漢", "😀"))
                for (int at : List.of(0, length / 2, length)) {
                    String text = "a".repeat(at) + odd + "b".repeat(length - at);
                    assertThat(value(written(out -> out.string(10, text)), Reader::string))
                            .isEqualTo(text);
                }
    }

    @Test
    void halfOfASurrogatePairIsNotWritten() {
        for (String text :
                List.of(
                        "\ud83d",
                        "\ude00",
                        "a\ud83d",
                        "\ud83da",
                        "\ude00\ud83d",
                        "a".repeat(300) + "\ud83d"))
            assertThatExceptionOfType(CodecException.class)
                    .isThrownBy(() -> new Writer().string(10, text))
                    .withMessageContaining("surrogate");
    }

    /// Of RFC 3629: a lone continuation, a lead without one, overlong forms, halves of surrogate
    /// pairs, beyond U+10FFFF, cut off.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0a 01 80",
                "0a 01 c3",
                "0a 02 c0 80",
                "0a 03 e0 80 80",
                "0a 03 ed a0 80",
                "0a 04 f4 90 80 80",
                "0a 02 e6 bc",
                "0a 01 ff",
                "0a 04 61 62 c3 64",
                "0a 12 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 c3",
                "0a 06 ef bf bd 61 61 c3"
            })
    void malformedUtf8IsAnErrorAndNotReplaced(String hex) {
        fails(hex, Reader::string).withMessageContaining("not UTF-8");
    }

    @Test
    void whatEndsBeforeItsEndIsAnError() {
        for (String hex : List.of("08", "08 80", "08 ff ff ff")) fails(hex, Reader::int64);
        for (String hex :
                List.of(
                        "0a",
                        "0a 01",
                        "0a 05 61",
                        "0a ff ff ff ff 07",
                        "0a ff ff ff ff ff ff ff ff ff 01"))
            fails(hex, Reader::string).withMessageContaining("ends before its end");
        fails("0d 00 00 00", Reader::float32).withMessageContaining("ends before its end");
        fails("09 00 00 00 00 00 00 00", Reader::float64)
                .withMessageContaining("ends before its end");
        fails("0a 03 01 02 03", Reader::uuid).withMessageContaining("16 bytes");
    }

    @Test
    void whatEndsAfterItsMessageIsAnErrorThoughThereAreBytes() {
        byte[] bytes = hex("08 ff ff ff 01 01 01 01 01 01 01 01 01");
        Reader in = new Reader(bytes, 0, 3, Limits.DEFAULT);
        in.tag();
        assertThatExceptionOfType(CodecException.class).isThrownBy(in::int64);
        fails("0a 02 08 80 01 01 01 01 01 01 01 01", reader -> reader.message(UserCodec.INSTANCE))
                .withMessageContaining("ends before its end");
    }

    @Test
    void aPackedListThatEndsWithinAnElementIsAnError() {
        Function<Reader, Object> list =
                in -> {
                    Elements<Integer> all = null;
                    for (int end = in.packed(); in.more(end); ) all = in.add(all, in.int32());
                    return Elements.list(all);
                };
        assertThat(value(hex("0a 03 01 80 01"), list)).isEqualTo(List.of(1, 128));
        assertThat(value(hex("0a 00"), list)).isEqualTo(List.of());
        fails("0a 02 01 80 01 01 01 01 01 01 01 01 01", list)
                .withMessageContaining("within an element");
    }

    @Test
    void aListOfScalarsIsReadPackedOrNot() {
        byte[] packed = Samples.protobuf(Samples.PLAIN);
        Writer out = new Writer();
        for (int mark : List.of(0, 300, -1, 1)) out.int32(80, mark);
        byte[] unpacked = join(packed, out.toByteArray());
        assertThat(Samples.protobuf(unpacked).marks())
                .containsExactly(1, -1, 300, 0, 1, -1, 300, 0);
    }

    @Test
    void aFieldThatComesTwiceCountsAsItCameLast() {
        byte[] twice = join(hex("08 01 12 01 61 18 01"), hex("08 02 12 01 62 18 00"));
        assertThat(UserCodec.INSTANCE.read(new Reader(twice)).name()).isEqualTo("b");
        assertThat(UserCodec.INSTANCE.read(new Reader(twice)).online()).isFalse();
    }

    @Test
    void aKnownFieldOfAnotherTypeIsAnError() {
        for (String hex : List.of("0a 01 61", "10 01", "1d 00 00 00 00"))
            assertThatExceptionOfType(CodecException.class)
                    .isThrownBy(() -> UserCodec.INSTANCE.read(new Reader(hex(hex))))
                    .withMessageContaining("is not this field's");
    }

    @Test
    void groupsAndTagsOfNoFieldAreErrors() {
        for (String hex : List.of("7b", "7c")) unread(hex).withMessageContaining("groups");
        for (String hex : List.of("7e", "7f")) unread(hex).withMessageContaining("wire type");
        for (String hex : List.of("00", "07", "80 00", "ff ff ff ff 7f"))
            unread(hex).withMessageContaining("no field has this number");
    }

    private static ThrowableAssertAlternative<CodecException> unread(String hex) {
        return assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> UserCodec.INSTANCE.read(new Reader(hex(hex))));
    }

    @Test
    void depthLengthAndElementsHaveLimits() {
        byte[] bytes = Samples.protobuf(Samples.NESTED);
        limited(bytes, new Limits(2, 1 << 20, 100)).withMessageContaining("too deep");
        limited(bytes, new Limits(64, bytes.length - 1, 100)).withMessageContaining("are allowed");
        limited(bytes, new Limits(64, 1 << 20, 23)).withMessageContaining("more elements");
        Reader in = new Reader(bytes, 0, bytes.length, new Limits(3, bytes.length, 24));
        assertThat(MessageCodec.INSTANCE.read(in)).isEqualTo(Samples.NESTED);
    }

    private static ThrowableAssertAlternative<CodecException> limited(byte[] bytes, Limits limits) {
        return assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() ->
                        MessageCodec.INSTANCE.read(new Reader(bytes, 0, bytes.length, limits)));
    }

    @Test
    void setsAndMapsKeepTheirOrder() {
        Reader in = new Reader(new byte[0]);
        Elements<String> all = in.add(in.add(in.add(null, "z"), "a"), "z");
        assertThat(Elements.set(all)).containsExactly("z", "a").isUnmodifiable();
        assertThat(Elements.list(all)).containsExactly("z", "a", "z");
        assertThat(Elements.map(in.put(in.put(null, 1, "b"), 0, "a")))
                .containsExactly(Map.entry(1, "b"), Map.entry(0, "a"));
    }

    private static <T> T value(byte[] bytes, Function<Reader, T> method) {
        Reader in = new Reader(bytes);
        assertThat(in.tag()).isNotZero();
        T value = method.apply(in);
        assertThat(in.tag()).isZero();
        return value;
    }

    private static ThrowableAssertAlternative<CodecException> fails(
            String hex, Function<Reader, ?> method) {
        Reader in = new Reader(hex(hex));
        assertThat(in.tag()).isNotZero();
        return assertThatExceptionOfType(CodecException.class).isThrownBy(() -> method.apply(in));
    }

    private static byte[] written(Consumer<Writer> method) {
        Writer out = new Writer();
        method.accept(out);
        return out.toByteArray();
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] join(byte[] one, byte[] two) {
        byte[] both = new byte[one.length + two.length];
        System.arraycopy(one, 0, both, 0, one.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }
}
