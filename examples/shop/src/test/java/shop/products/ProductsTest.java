// SPDX-License-Identifier: Apache-2.0
package shop.products;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Fork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shop.Item;
import shop.Product;
import shop.database.DatabaseConfig;
import shop.products.ProductsConfig.First;

class ProductsTest {
    private static final Item TEA = new Item("tea", 1, 890), MUG = new Item("mug", 2, 1250);

    @TempDir private Path folder;
    private ProductsInDatabase products;

    @BeforeEach
    void open() {
        products =
                new ProductsInDatabase(
                        new ProductsConfig(
                                new DatabaseConfig("jdbc:h2:" + folder.resolve("shop")),
                                Map.of(
                                        "tea", new First("Tea", "茶", 890, 10),
                                        "mug", new First("Mug", "杯", 1250, 100))));
    }

    @AfterEach
    void close() {
        products.close();
    }

    private int stock(String id) {
        return products.list().stream()
                .filter(p -> p.id().equals(id))
                .mapToInt(Product::stock)
                .sum();
    }

    private boolean isTaken(UUID order, Item... items) {
        try {
            products.take(order, List.of(items));
            return true;
        } catch (CallException e) {
            assertThat(e.type()).isEqualTo("sold-out");
            return false;
        }
    }

    @Test
    void manyAtOnceTakeNoMoreThanThereIsAndEachOrderIsDecidedOnce() {
        List<UUID> orders = new ArrayList<>();
        List<Fork.Result<Boolean>> taken = new ArrayList<>(), again = new ArrayList<>();
        try (Fork fork = Fork.open()) {
            for (int i = 0; i < 30; i++) {
                UUID order = UUID.randomUUID();
                orders.add(order);
                Item[] items = i % 2 == 0 ? new Item[] {TEA, MUG} : new Item[] {MUG, TEA};
                taken.add(fork.call(() -> isTaken(order, items)));
                again.add(fork.call(() -> isTaken(order, items)));
            }
            for (int i = 0; i < orders.size(); i++)
                assertThat(again.get(i).get()).isEqualTo(taken.get(i).get());
        }
        assertThat(taken).filteredOn(Fork.Result::get).hasSize(10);
        assertThat(stock("tea")).isZero();
        assertThat(stock("mug")).isEqualTo(80);
    }

    @Test
    void whatWasRefusedStaysSoThoughThereIsMoreByNow() {
        UUID order = UUID.randomUUID();
        Item many = new Item("tea", 11, 890);
        assertThat(isTaken(order, many)).isFalse();
        products.restock(UUID.randomUUID(), "tea", 90);
        assertThat(isTaken(order, many)).isFalse();
        assertThat(stock("tea")).isEqualTo(100);
        assertThat(isTaken(UUID.randomUUID(), many)).isTrue();
    }

    @Test
    void aDeliveryThatComesTwiceHasComeOnce() {
        UUID delivery = UUID.randomUUID();
        products.restock(delivery, "tea", 5);
        products.restock(delivery, "tea", 5);
        assertThat(stock("tea")).isEqualTo(15);
    }

    @Test
    void aPriceThatWasNotSeenIsNotPaid() {
        assertThatThrownBy(() -> products.take(UUID.randomUUID(), List.of(new Item("tea", 1, 1))))
                .hasMessage("there is another price now of tea");
    }
}
