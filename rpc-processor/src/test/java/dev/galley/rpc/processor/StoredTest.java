// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Records that are kept, and that no service names.
class StoredTest {
    private static final String CART =
            """
            package shop;
            @Stored
            public record Cart(String owner, List<Line> lines) {
                public record Line(String product, int pieces) {}
            }
            """;

    @TempDir private Path folder;

    private Javac.Compiled compile(String... sources) {
        return new Javac(folder).compile(sources);
    }

    @Test
    void aStoredRecordHasACodecThoughNoServiceNamesIt() throws Exception {
        Model cart = new Model(compile(CART).orFail().loader(), "shop.Cart");
        String json = "{\"owner\":\"ann\",\"lines\":[{\"product\":\"tea\",\"pieces\":2}]}";
        Object read = cart.fromJson(json.getBytes(UTF_8));
        assertThat(cart.fromProtobuf(cart.protobuf(read)))
                .isEqualTo(read)
                .hasToString("Cart[owner=ann, lines=[Line[product=tea, pieces=2]]]");
        assertThat(Files.readString(new Javac(folder).lock()))
                .contains("message shop.Cart\n  1 owner: String\n  2 lines: List<shop.Cart.Line>\n")
                .contains("message shop.Cart.Line\n  1 product: String\n  2 pieces: int\n");
    }

    @Test
    void whatAnOldVersionHasKeptANewOneReadsAndTheOtherWayRound() {
        Model old = new Model(compile(CART).orFail().loader(), "shop.Cart");
        String changed =
                CART.replace("String owner,", "@Nullable String coupon, String owner,")
                        .replace("String product, int pieces", "int pieces, String product");
        Model next = new Model(compile(changed).orFail().loader(), "shop.Cart");
        String json = "{\"owner\":\"ann\",\"lines\":[{\"product\":\"tea\",\"pieces\":2}]}";
        byte[] kept = old.protobuf(old.fromJson(json.getBytes(UTF_8)));
        Object read = next.fromProtobuf(kept);
        assertThat(read)
                .hasToString("Cart[coupon=null, owner=ann, lines=[Line[pieces=2, product=tea]]]");
        assertThat(old.fromProtobuf(next.protobuf(read)))
                .hasToString("Cart[owner=ann, lines=[Line[product=tea, pieces=2]]]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    String owner, List<Line> lines, int total | `total` is new in message shop.Cart
                    List<Line> lines | `owner` is gone from message shop.Cart
                    int owner, List<Line> lines | `owner` of message shop.Cart was String and is int
                    """)
    void aChangeThatWouldMakeWhatIsKeptUnreadableIsRefused(String components, String sentence) {
        compile(CART).orFail();
        String changed = CART.replace("String owner, List<Line> lines", components);
        assertThat(compile(changed).errors()).singleElement().asString().contains(sentence);
    }

    @Test
    void aRecordThatAServiceNamesAsWellHasOneCodec() {
        String service = "package shop;\n@Service public interface Carts { Cart get(); }";
        Model cart = new Model(compile(service, CART).orFail().loader(), "shop.Cart");
        assertThat(cart.fromJson("{\"owner\":\"a\"}".getBytes(UTF_8)))
                .hasToString("Cart[owner=a, lines=[]]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    public class Cart {} | @Stored belongs on a record, an enum or a sealed interface
                    public interface Cart {} | @Stored belongs on a record, an enum or a sealed
                    record Cart(int a) {} | shop.Cart is not public
                    public record Cart<T>(int a) {} | shop.Cart is generic
                    public record Cart(Thread a) {} | allowed are records, enums, sealed
                    """)
    void whatCannotBeKeptIsRefused(String type, String sentence) {
        assertThat(compile("package shop;\n@Stored " + type).errors())
                .singleElement()
                .asString()
                .contains(sentence);
    }
}
