// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.galley.rpc.CallException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import shop.Cart;
import shop.Item;
import shop.Order;
import shop.Order.State;
import shop.Product;
import shop.Report.Sale;

/// What happens in the shop; the same wherever its modules run.
record Story(URI page, Customer ann, Customer bob, Customer root) {
    static void happens(URI page) {
        try (Customer ann = new Customer(page, "ann");
                Customer bob = Customer.comes(page, "bob");
                Customer root = Customer.comes(page, "root")) {
            new Story(page, ann, bob, root).happens();
        }
    }

    private void happens() {
        aStrangerFillsACartAndKeepsItAtTheLogin();
        nobodyComesInByMistake();
        anOrderIsPlacedOnce();
        whatIsNotThereIsNotSold();
        aPriceThatWasNotSeenIsNotPaid();
        theOfficeDoesItsWork();
        theReportsTellWhatWasSold();
        aLogoutEndsTheSession();
    }

    private void aStrangerFillsACartAndKeepsItAtTheLogin() {
        assertThat(ann.shopping().visit().cart().items()).isEmpty();
        ann.puts("tea", 2);
        ann.puts("mug", 1);
        assertFails("no-such-product", () -> ann.shopping().put("gold", 1, 2));
        assertFails("bad-order", () -> ann.shopping().put("tea", 100, 2));
        Cart cart = ann.cart();
        assertThat(ann.shopping().put("mug", 1, 1).cart()).isEqualTo(cart);
        assertFails("cart-changed", () -> ann.shopping().put("tea", 1, 0));
        assertThat(ann.cart()).isEqualTo(cart);
        assertFails("not-logged-in", () -> ann.shopping().order(cart.key(), cart.total()));
        assertThat(ann.shopping().register("ann", ann.password()).user()).isEqualTo("ann");
        assertThat(ann.cart().items())
                .containsExactly(new Item("tea", 2, 890), new Item("mug", 1, 1250));
    }

    private void nobodyComesInByMistake() {
        try (Customer eve = new Customer(page, "eve")) {
            assertFails("taken", () -> eve.shopping().register("ann", "another-password"));
            assertFails("bad-name", () -> eve.shopping().register("Ann Smith", eve.password()));
            assertFails("bad-password", () -> eve.shopping().register("eve", "short"));
            assertFails("wrong-password", () -> eve.shopping().login("ann", "another-password"));
            assertFails("wrong-password", () -> eve.shopping().login("nobody", eve.password()));
            assertFails("not-logged-in", () -> eve.orders().list());
            assertThat(eve.shopping().login("ann", ann.password()).user()).isEqualTo("ann");
            eve.shopping().logout();
        }
    }

    private void anOrderIsPlacedOnce() {
        int stock = ann.stock("tea");
        Cart cart = ann.cart();
        assertFails("cart-changed", () -> ann.shopping().order(cart.key(), 1));
        Order order = ann.shopping().order(cart.key(), cart.total());
        assertThat(order.state()).isEqualTo(State.PLACED);
        assertThat(order.total()).isEqualTo(2 * 890 + 1250);
        assertThat(ann.shopping().order(cart.key(), cart.total())).isEqualTo(order);
        assertThat(ann.cart().items()).isEmpty();
        assertThat(ann.cart().key()).isNotEqualTo(cart.key());
        assertThat(ann.orders().list()).containsExactly(order);
        assertThat(ann.stock("tea")).isEqualTo(stock - 2);
        assertFails("no-such-order", () -> bob.orders().find(order.key()));
        assertFails("cart-changed", () -> bob.shopping().order(order.key(), order.total()));
    }

    private void whatIsNotThereIsNotSold() {
        int all = bob.stock("compass");
        bob.puts("tea", 1);
        Cart cart = bob.puts("compass", all + 1);
        int tea = bob.stock("tea");
        assertFails("sold-out", () -> bob.shopping().order(cart.key(), cart.total()));
        assertThat(bob.stock("tea")).isEqualTo(tea);
        assertThat(bob.cart().items()).isEqualTo(cart.items());
        assertFails("cart-changed", () -> bob.shopping().order(cart.key(), cart.total()));
        bob.puts("tea", 0);
        bob.buys(bob.puts("compass", all));
        assertThat(bob.stock("compass")).isZero();
        assertThat(bob.orders().list())
                .extracting(Order::state)
                .containsExactly(State.PLACED, State.REFUSED);
    }

    private void aPriceThatWasNotSeenIsNotPaid() {
        Cart cart = bob.puts("rope", 1);
        root.office().put(new Product("rope", "Rope, 30 m", "缆绳（30 米）", 2100, 0));
        assertFails("price-changed", () -> bob.shopping().order(cart.key(), cart.total()));
        assertThat(bob.cart().total()).isEqualTo(2100);
        assertThat(bob.buys(bob.cart()).total()).isEqualTo(2100);
    }

    private void theOfficeDoesItsWork() {
        assertThat(root.office().isOpen()).isTrue();
        assertThat(bob.office().isOpen()).isFalse();
        assertFails("not-allowed", () -> bob.office().orders());
        UUID delivery = UUID.randomUUID();
        root.office().restock(delivery, "compass", 7);
        root.office().restock(delivery, "compass", 7);
        assertThat(root.stock("compass")).isEqualTo(7);
        assertFails("no-such-product", () -> root.office().restock(delivery, "gold", 7));
        root.office().put(new Product("bell", "Bell", "船钟", 5500, 9));
        assertThat(root.stock("bell")).isZero();
        List<Order> open = root.office().orders();
        assertThat(open).extracting(Order::user).containsExactly("ann", "bob", "bob");
        root.office().ship(open.getFirst().key());
        assertThat(ann.orders().list().getFirst().state()).isEqualTo(State.SHIPPED);
        assertThat(root.office().orders()).hasSize(2);
    }

    private void theReportsTellWhatWasSold() {
        assertThat(root.office().report(1).sales())
                .containsExactly(
                        new Sale("compass", 12, 12 * 4900L),
                        new Sale("tea", 2, 2 * 890L),
                        new Sale("mug", 1, 1250),
                        new Sale("rope", 1, 2100));
        assertThat(root.office().report(1).orders()).isEqualTo(3);
        assertThat(ann.analytics().popular()).containsExactly("compass", "tea", "mug");
    }

    private void aLogoutEndsTheSession() {
        bob.puts("tea", 1);
        bob.shopping().logout();
        assertThat(bob.shopping().visit().user()).isEmpty();
        assertThat(bob.cart().items()).isEmpty();
        assertFails("not-logged-in", () -> bob.orders().list());
    }

    private static void assertFails(String type, ThrowingCallable call) {
        CallException failure = catchThrowableOfType(CallException.class, call);
        assertThat(failure).as(type).isNotNull();
        assertThat(failure.type()).isEqualTo(type);
    }
}
