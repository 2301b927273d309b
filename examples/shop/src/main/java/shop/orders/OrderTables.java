// SPDX-License-Identifier: Apache-2.0
package shop.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import shop.Item;
import shop.Order;
import shop.Order.State;
import shop.database.Database;
import shop.database.DatabaseConfig;
import shop.database.DuplicateException;
import shop.database.Transaction;

/// The orders, and a view of what was sold, for reports.
final class OrderTables implements AutoCloseable {
    private static final String COLUMNS =
            """
            select o.id, o.customer, o.state, o.placed, i.product, i.pieces, i.price
            from shop_orders o join shop_items i on i.id = o.id
            """;

    private final Database database;

    OrderTables(DatabaseConfig config) {
        database =
                new Database(
                        config,
                        """
                        create table if not exists shop_orders (
                            id uuid primary key,
                            customer varchar(32) not null,
                            state varchar(8) not null,
                            placed timestamp with time zone not null)
                        """,
                        """
                        create table if not exists shop_items (
                            id uuid not null references shop_orders,
                            product varchar(32) not null,
                            pieces int not null,
                            price bigint not null,
                            primary key (id, product))
                        """,
                        "create index if not exists shop_orders_of on shop_orders (customer)",
                        "create index if not exists shop_orders_in on shop_orders (state, placed)",
                        """
                        create or replace view shop_sales as
                        select o.id, o.placed, i.product, i.pieces, i.pieces * i.price as amount
                        from shop_orders o join shop_items i on i.id = o.id
                        where o.state in ('PLACED', 'SHIPPED')
                        """);
    }

    /// An order is pending from now on; nothing happens if there is one of that key.
    void begin(UUID key, String user, List<Item> items) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Item item : items)
            rows.add(new Object[] {key, item.product(), item.pieces(), item.price()});
        try {
            database.inTransaction(sql -> {
                sql.update(
                        "insert into shop_orders (id, customer, state, placed)"
                                + " values (?, ?, 'PENDING', ?)",
                        key,
                        user,
                        Instant.now());
                return sql.updates(
                        "insert into shop_items (id, product, pieces, price) values (?, ?, ?, ?)",
                        rows);
            });
        } catch (DuplicateException e) {
            // That is what was wanted.
        }
    }

    /// An order that is pending is so no more.
    void settle(UUID key, State state) {
        update(key, State.PENDING, state);
    }

    void ship(UUID key) {
        update(key, State.PLACED, State.SHIPPED);
    }

    private void update(UUID key, State from, State to) {
        String update = "update shop_orders set state = ? where id = ? and state = ?";
        database.inTransaction(sql -> sql.update(update, to.name(), key, from.name()));
    }

    Optional<Order> find(UUID key) {
        return orders(COLUMNS + "where o.id = ? order by i.product", key).stream().findFirst();
    }

    /// The newest first.
    List<Order> of(String user, int most) {
        String some =
                "(select id from shop_orders where customer = ? order by placed desc limit ?)";
        String order = "order by o.placed desc, o.id, i.product";
        return orders(COLUMNS + "where o.id in " + some + order, user, most);
    }

    /// Those in a state that are older than a moment, the oldest first.
    List<Order> in(State state, Instant before, int most) {
        String some =
                "(select id from shop_orders where state = ? and placed < ? order by placed limit"
                        + " ?)";
        String order = "order by o.placed, o.id, i.product";
        return orders(COLUMNS + "where o.id in " + some + order, state.name(), before, most);
    }

    private List<Order> orders(String select, Object... arguments) {
        return database.inTransaction(sql -> gathered(sql, select, arguments));
    }

    /// Of rows with an item each; those of an order follow each other.
    private static List<Order> gathered(Transaction sql, String select, Object... arguments)
            throws SQLException {
        Map<UUID, Order> orders = new LinkedHashMap<>();
        for (Order part : sql.all(OrderTables::part, select, arguments))
            orders.merge(part.key(), part, OrderTables::together);
        return List.copyOf(orders.values());
    }

    private static Order part(ResultSet row) throws SQLException {
        Item item = new Item(row.getString("product"), row.getInt("pieces"), row.getLong("price"));
        return new Order(
                row.getObject("id", UUID.class),
                row.getString("customer"),
                List.of(item),
                State.valueOf(row.getString("state")),
                Transaction.instant(row, "placed"));
    }

    private static Order together(Order some, Order more) {
        List<Item> items = new ArrayList<>(some.items());
        items.addAll(more.items());
        return new Order(some.key(), some.user(), items, some.state(), some.placed());
    }

    @Override
    public void close() {
        database.close();
    }
}
