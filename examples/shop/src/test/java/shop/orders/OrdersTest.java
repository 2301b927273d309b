// SPDX-License-Identifier: Apache-2.0
package shop.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shop.Item;
import shop.Order;
import shop.Order.State;
import shop.Product;
import shop.Products;
import shop.User;
import shop.database.DatabaseConfig;

class OrdersTest {
    private static final List<Item> ITEMS = List.of(new Item("tea", 1, 890));

    @TempDir private Path folder;

    private final UUID key = UUID.randomUUID();
    private final AtomicBoolean away = new AtomicBoolean(true);

    /// Takes all, but is away at first.
    private final Products shelf =
            new Products() {
                @Override
                public List<Product> list() {
                    return List.of();
                }

                @Override
                public void put(Product product) {}

                @Override
                public void restock(UUID delivery, String product, int pieces) {}

                @Override
                public void take(UUID order, List<Item> items) {
                    if (away.get())
                        throw new CallException(Stage.UNANSWERED, "unanswered", "gone", null);
                }
            };

    private OrdersInDatabase orders(Duration leftAlone) {
        String url = "jdbc:h2:" + folder.resolve("shop");
        return new OrdersInDatabase(new DatabaseConfig(url), shelf, leftAlone);
    }

    private Order place(OrdersInDatabase orders, String user) {
        return User.call(user, () -> orders.place(key, ITEMS));
    }

    private List<State> states(OrdersInDatabase orders) {
        return User.call("ann", () -> orders.list().stream().map(Order::state).toList());
    }

    @Test
    void whoTriesAgainGoesOnWhereItEnded() {
        try (OrdersInDatabase orders = orders(Duration.ofMinutes(1))) {
            assertThatThrownBy(() -> place(orders, "ann")).hasMessage("gone");
            assertThat(states(orders)).containsExactly(State.PENDING);
            away.set(false);
            assertThat(place(orders, "ann")).isEqualTo(place(orders, "ann"));
            assertThat(states(orders)).containsExactly(State.PLACED);
        }
    }

    @Test
    void anOrderThatNobodyTriesAgainIsEndedToo() {
        try (OrdersInDatabase orders = orders(Duration.ZERO)) {
            assertThatThrownBy(() -> place(orders, "ann")).hasMessage("gone");
            away.set(false);
            await().until(() -> states(orders).equals(List.of(State.PLACED)));
        }
    }

    @Test
    void somebodyElsesKeyIsNone() {
        away.set(false);
        try (OrdersInDatabase orders = orders(Duration.ofMinutes(1))) {
            place(orders, "ann");
            assertThatThrownBy(() -> place(orders, "bob"))
                    .isInstanceOfSatisfying(
                            CallException.class,
                            e -> assertThat(e.type()).isEqualTo("no-such-order"));
        }
    }
}
