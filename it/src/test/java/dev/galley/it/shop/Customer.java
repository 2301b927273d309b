// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.shop;

import static org.awaitility.Awaitility.await;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shop.Analytics;
import shop.AnalyticsContract;
import shop.BackOffice;
import shop.BackOfficeContract;
import shop.Cart;
import shop.Order;
import shop.Orders;
import shop.OrdersContract;
import shop.Product;
import shop.Products;
import shop.ProductsContract;
import shop.Shopping;
import shop.ShoppingContract;
import shop.Visit;

/// Somebody with a client that does as the page: what came to no end it does again.
final class Customer implements AutoCloseable {
    private static final String PASSWORD = "correct-horse-";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final String name;
    private final Line line;
    private @Nullable Cart seen;

    Customer(URI page, String name) {
        this(name, new Line(name, List.of(page), _ -> {}));
    }

    Customer(String name, Line line) {
        this.name = name;
        this.line = line;
    }

    /// Registers, and is logged in.
    static Customer comes(URI page, String name) {
        return new Customer(page, name).registers();
    }

    Customer registers() {
        persistently(() -> shopping().register(name, password()));
        return this;
    }

    Customer logsIn() {
        persistently(() -> shopping().login(name, password()));
        return this;
    }

    String name() {
        return name;
    }

    String password() {
        return PASSWORD + name;
    }

    Shopping shopping() {
        return ShoppingContract.CONTRACT.stub(line);
    }

    Products products() {
        return ProductsContract.CONTRACT.stub(line);
    }

    Orders orders() {
        return OrdersContract.CONTRACT.stub(line);
    }

    Analytics analytics() {
        return AnalyticsContract.CONTRACT.stub(line);
    }

    BackOffice office() {
        return BackOfficeContract.CONTRACT.stub(line);
    }

    /// Does it, however often no answer comes.
    <T> T persistently(Supplier<T> what) {
        return await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .until(() -> attempt(what), Optional::isPresent)
                .orElseThrow();
    }

    /// Empty: it may go well next time.
    private static <T> Optional<T> attempt(Supplier<T> what) {
        try {
            return Optional.of(what.get());
        } catch (CallException e) {
            if (e.stage() != Stage.UNANSWERED) throw e;
            return Optional.empty();
        }
    }

    Cart cart() {
        return sees(persistently(() -> shopping().visit()));
    }

    private Cart sees(Visit visit) {
        seen = visit.cart();
        return visit.cart();
    }

    /// Has it in the cart that was seen last.
    Cart puts(String product, int pieces) {
        int after = (seen == null ? cart() : seen).changed();
        return sees(persistently(() -> shopping().put(product, pieces, after)));
    }

    /// Buys a cart that was seen.
    Order buys(Cart cart) {
        Order order = persistently(() -> shopping().order(cart.key(), cart.total()));
        seen = null;
        return order;
    }

    /// How many pieces there are of a product.
    int stock(String product) {
        return persistently(() -> products().list()).stream()
                .filter(p -> p.id().equals(product))
                .mapToInt(Product::stock)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        line.close();
    }
}
