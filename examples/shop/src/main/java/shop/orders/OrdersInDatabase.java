// SPDX-License-Identifier: Apache-2.0
package shop.orders;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Module;
import dev.galley.rpc.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import shop.Item;
import shop.Limits;
import shop.Order;
import shop.Order.State;
import shop.Orders;
import shop.Products;
import shop.User;
import shop.database.DatabaseConfig;

/// An order is written down as pending; then its items are taken from the stock, which tells the
/// same for an order however often it is asked; then it is placed, or refused. Each step may be
/// done twice, so whoever comes after a process that died goes on where it ended: the buyer who
/// tries again, or {@link #sweep}, which any process of this module does.
@Module("orders")
public final class OrdersInDatabase implements Orders, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OrdersInDatabase.class.getName());

    private static final Duration SWEEP_EVERY = Duration.ofSeconds(2);

    /// Longer than a call takes.
    private static final Duration LEFT_ALONE = Duration.ofSeconds(10);

    private final OrderTables tables;
    private final Products products;
    private final Duration leftAlone;
    private final Thread sweeper = Thread.ofVirtual().name("orders").unstarted(this::sweep);

    public OrdersInDatabase(DatabaseConfig config, Products products) {
        this(config, products, LEFT_ALONE);
    }

    /// @param leftAlone for how long an order may be pending before it is ended
    OrdersInDatabase(DatabaseConfig config, Products products, Duration leftAlone) {
        this.tables = new OrderTables(config);
        this.products = products;
        this.leftAlone = leftAlone;
        sweeper.start();
    }

    @Override
    public Order place(UUID key, List<Item> items) {
        String user = User.current();
        if (items.isEmpty()) throw Limits.badOrder("nothing is ordered");
        tables.begin(key, user, Limits.items(items));
        return finished(find(key));
    }

    private Order finished(Order order) {
        if (order.state() == State.PLACED || order.state() == State.SHIPPED) return order;
        try {
            products.take(order.key(), order.items());
        } catch (CallException e) {
            if (isRefusal(e)) tables.settle(order.key(), State.REFUSED);
            throw e;
        }
        tables.settle(order.key(), State.PLACED);
        return existing(order.key());
    }

    private static boolean isRefusal(CallException e) {
        return e.stage() == Stage.FAILED && REFUSALS.contains(e.type());
    }

    @Override
    public Order find(UUID key) {
        Order order = existing(key);
        if (order.user().equals(User.current())) return order;
        throw none(key);
    }

    private Order existing(UUID key) {
        return tables.find(key).orElseThrow(() -> none(key));
    }

    private static CallException none(UUID key) {
        return CallException.failed("no-such-order", "you have no order " + key);
    }

    @Override
    public List<Order> list() {
        return tables.of(User.current(), Limits.LISTED);
    }

    @Override
    public List<Order> open() {
        return tables.in(State.PLACED, Instant.now(), Limits.LISTED);
    }

    @Override
    public void ship(UUID key) {
        existing(key);
        tables.ship(key);
    }

    /// Ends what has been pending for some time.
    private void sweep() {
        try {
            while (true) {
                Thread.sleep(SWEEP_EVERY);
                sweepOnce();
            }
        } catch (InterruptedException e) {
            // It is closed.
        }
    }

    private void sweepOnce() {
        try {
            Instant before = Instant.now().minus(leftAlone);
            for (Order order : tables.in(State.PENDING, before, Limits.LISTED)) end(order);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "pending orders stay so for now: {0}", e);
        }
    }

    private void end(Order order) {
        try {
            finished(order);
        } catch (CallException e) {
            if (!isRefusal(e)) throw e;
        }
    }

    @Override
    public void close() {
        sweeper.interrupt();
        tables.close();
    }
}
