// SPDX-License-Identifier: Apache-2.0
package shop.products;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import shop.Item;
import shop.Product;
import shop.database.Database;
import shop.database.DatabaseConfig;
import shop.database.DuplicateException;
import shop.database.Transaction;

/// What there is, what has come, and what was decided on orders.
final class ProductTables implements AutoCloseable {
    /// Of an order whose items were taken.
    static final String TAKEN = "taken";

    private final Database database;

    ProductTables(DatabaseConfig config) {
        database =
                new Database(
                        config,
                        """
                        create table if not exists shop_products (
                            id varchar(32) primary key,
                            english varchar(60) not null,
                            chinese varchar(60) not null,
                            price bigint not null,
                            stock int not null check (stock >= 0))
                        """,
                        """
                        create table if not exists shop_deliveries (
                            id uuid primary key,
                            product varchar(32) not null references shop_products,
                            pieces int not null)
                        """,
                        """
                        create table if not exists shop_decisions (
                            id uuid primary key,
                            decision varchar(16) not null,
                            product varchar(32) not null)
                        """);
    }

    List<Product> list() {
        String select = "select id, english, chinese, price, stock from shop_products order by id";
        return database.inTransaction(sql ->
                sql.all(
                        row ->
                                new Product(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getLong(4),
                                        row.getInt(5)),
                        select));
    }

    /// Whether it was added; else one of its id is there.
    boolean add(Product product) {
        String insert =
                "insert into shop_products (id, english, chinese, price, stock)"
                        + " values (?, ?, ?, ?, ?)";
        try {
            database.inTransaction(sql ->
                    sql.update(
                            insert,
                            product.id(),
                            product.english(),
                            product.chinese(),
                            product.price(),
                            product.stock()));
            return true;
        } catch (DuplicateException e) {
            return false;
        }
    }

    /// All but its stock.
    void change(Product product) {
        String update = "update shop_products set english = ?, chinese = ?, price = ? where id = ?";
        database.inTransaction(sql ->
                sql.update(
                        update,
                        product.english(),
                        product.chinese(),
                        product.price(),
                        product.id()));
    }

    /// Adds pieces, once for each delivery.
    void deliver(UUID delivery, String product, int pieces) {
        try {
            database.inTransaction(sql -> {
                sql.update(
                        "insert into shop_deliveries (id, product, pieces)" + " values (?, ?, ?)",
                        delivery,
                        product,
                        pieces);
                return sql.update(
                        "update shop_products set stock = stock + ? where id = ?", pieces, product);
            });
        } catch (DuplicateException e) {
            // It has come already.
        }
    }

    /// What is decided on an order: once for ever, in the transaction that takes its items.
    Decision decide(UUID order, List<Item> items) {
        try {
            return database.inTransaction(sql -> decided(sql, order, items));
        } catch (DuplicateException e) {
            return decision(order).orElseThrow(() -> e);
        }
    }

    private static Decision decided(Transaction sql, UUID order, List<Item> items)
            throws SQLException {
        // In the order of their ids, so that no two orders wait for each other.
        List<Item> sorted = new ArrayList<>(items);
        sorted.sort(Comparator.comparing(Item::product));
        Decision decision = new Decision(TAKEN, "");
        for (Item item : sorted) {
            String word = word(sql, item);
            if (!word.equals(TAKEN)) decision = new Decision(word, item.product());
        }
        sql.update(
                "insert into shop_decisions (id, decision, product) values (?, ?, ?)",
                order,
                decision.word(),
                decision.product());
        if (decision.isTaken()) for (Item item : sorted) take(sql, item);
        return decision;
    }

    /// What is decided on one item; the row is locked from here on.
    private static String word(Transaction sql, Item item) throws SQLException {
        String select = "select price, stock from shop_products where id = ? for update";
        return sql.one(row -> word(item, row.getLong(1), row.getInt(2)), select, item.product())
                .orElse("no-such-product");
    }

    private static String word(Item item, long price, int stock) {
        if (price != item.price()) return "price-changed";
        return stock < item.pieces() ? "sold-out" : TAKEN;
    }

    private static void take(Transaction sql, Item item) throws SQLException {
        String update = "update shop_products set stock = stock - ? where id = ?";
        sql.update(update, item.pieces(), item.product());
    }

    private Optional<Decision> decision(UUID order) {
        String select = "select decision, product from shop_decisions where id = ?";
        return database.inTransaction(sql ->
                sql.one(row -> new Decision(row.getString(1), row.getString(2)), select, order));
    }

    /// What was decided on an order.
    ///
    /// @param word {@link #TAKEN}, or why not
    /// @param product because of which; empty if taken
    record Decision(String word, String product) {
        boolean isTaken() {
            return word.equals(TAKEN);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
