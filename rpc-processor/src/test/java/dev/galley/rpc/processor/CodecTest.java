// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.rpc.codec.CodecException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What generated codecs write, they read.
class CodecTest {
    private static ClassLoader loader;
    private static Model all;
    private static Class<?> type;

    @BeforeAll
    static void compile(@TempDir Path folder) throws ClassNotFoundException {
        loader = new Javac(folder).compile(Model.SOURCES).orFail().loader();
        all = new Model(loader, "model.All");
        type = loader.loadClass("model.All");
    }

    /// Equal in all components; NaN, too.
    private static void assertSame(Object read, Object written) {
        assertThat(read)
                .usingRecursiveComparison()
                .withEqualsForType(Float::equals, Float.class)
                .withEqualsForType(Double::equals, Double.class)
                .isEqualTo(written);
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyValueIsReadAsItWasWrittenInProtobuf(long seed) {
        Object value = new RandomValues(seed).of(type);
        assertSame(all.fromProtobuf(all.protobuf(value)), value);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyValueIsReadAsItWasWrittenInJson(long seed) {
        Object value = new RandomValues(seed).of(type);
        assertSame(all.fromJson(all.json(value)), value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            textBlock =
                    """
                    model.Tree         | {}                                  | one of Tree is missing
                    model.Tree         | {"leaf":{},"bare":{}}               | more than one member
                    model.Tree         | {"branch":{"left":{"bare":{}}}}     | Branch.right is missing
                    model.All_Objects  | {}                                  | Objects.c is missing
                    model.All_Numbers  | {"b":128}                           | not from -128 to 127
                    model.All_Numbers  | {"i":1}                             | there is no i; there is [a, b
                    model.All_Optionals| {"o":"YELLOW"}                      | Optionals.o: there is no constant YELLOW
                    model.All_Maps     | {"e":{"1":null}}                    | expected a text in quotes
                    """)
    void jsonThatIsNoSuchMessageIsRefused(String name, String json, String sentence) {
        Model model = new Model(loader, name);
        assertThatThrownBy(() -> model.fromJson(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void whatMustBeThereIsNamedWhereItIsMissingInProtobuf() {
        assertThatThrownBy(() -> all.fromProtobuf(new byte[0]))
                .isInstanceOf(CodecException.class)
                .hasMessage("All.numbers is missing");
    }

    @Test
    void jsonIsAsPeopleWriteIt() {
        Model model = new Model(loader, "model.Tree");
        String json = "{\"branch\":{\"left\":{\"leaf\":{\"value\":7}},\"right\":{\"bare\":{}}}}";
        Object tree = model.fromJson(json.getBytes(StandardCharsets.UTF_8));
        assertThat(tree).hasToString("Branch[left=Leaf[value=7], right=Bare[]]");
        assertThat(new String(model.json(tree), StandardCharsets.UTF_8)).isEqualTo(json);
    }

    @Test
    void whatIsReadCannotBeChanged() throws ReflectiveOperationException {
        Class<?> lists = loader.loadClass("model.All$Lists");
        Model model = new Model(loader, "model.All_Lists");
        Object read = model.fromProtobuf(new byte[0]);
        var list = (java.util.List<?>) lists.getMethod("i").invoke(read);
        assertThat(list).isUnmodifiable();
    }
}
