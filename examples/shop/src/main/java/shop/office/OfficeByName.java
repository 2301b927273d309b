// SPDX-License-Identifier: Apache-2.0
package shop.office;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Module;
import java.util.List;
import java.util.UUID;
import shop.Analytics;
import shop.BackOffice;
import shop.Order;
import shop.Orders;
import shop.Product;
import shop.Products;
import shop.Report;
import shop.User;

@Module("office")
public final class OfficeByName implements BackOffice {
    private final OfficeConfig config;
    private final Products products;
    private final Orders orders;
    private final Analytics analytics;

    public OfficeByName(
            OfficeConfig config, Products products, Orders orders, Analytics analytics) {
        this.config = config;
        this.products = products;
        this.orders = orders;
        this.analytics = analytics;
    }

    @Override
    public boolean isOpen() {
        return config.staff().contains(User.current());
    }

    private void check() {
        if (!isOpen()) throw CallException.failed("not-allowed", "that is for the staff");
    }

    @Override
    public void put(Product product) {
        check();
        products.put(product);
    }

    @Override
    public void restock(UUID delivery, String product, int pieces) {
        check();
        products.restock(delivery, product, pieces);
    }

    @Override
    public List<Order> orders() {
        check();
        return orders.open();
    }

    @Override
    public void ship(UUID order) {
        check();
        orders.ship(order);
    }

    @Override
    public Report report(int days) {
        check();
        return analytics.report(days);
    }
}
