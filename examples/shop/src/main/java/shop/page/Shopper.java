// SPDX-License-Identifier: Apache-2.0
package shop.page;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import dev.galley.sessions.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import shop.Cart;
import shop.Item;
import shop.Limits;
import shop.Order;
import shop.Order.State;
import shop.Orders;
import shop.Product;
import shop.Products;
import shop.Shopping;
import shop.User;
import shop.Users;
import shop.Visit;

/// One request of a browser; for one thread. There is a session from the moment on that there is
/// something to keep.
final class Shopper implements Shopping {
    private final Sessions<Visit> sessions;
    private final Users users;
    private final Products products;
    private final Orders orders;
    private String session;

    /// @param session its id, as the browser says; empty: it has none
    Shopper(
            Sessions<Visit> sessions,
            Users users,
            Products products,
            Orders orders,
            String session) {
        this.sessions = sessions;
        this.users = users;
        this.products = products;
        this.orders = orders;
        this.session = session;
    }

    /// Who has logged in; empty: nobody.
    String user() {
        return current().user();
    }

    /// The session that the browser has from now on; empty: none.
    String session() {
        return session;
    }

    /// The session lives on.
    @Override
    public Visit visit() {
        if (!session.isEmpty()) sessions.touch(session);
        return current();
    }

    private Visit current() {
        Visit known = session.isEmpty() ? null : sessions.get(session);
        return known == null ? Visit.begun() : known;
    }

    @Override
    public Visit register(String name, String password) {
        users.register(name, password);
        return enter(name);
    }

    @Override
    public Visit login(String name, String password) {
        users.check(name, password);
        return enter(name);
    }

    /// The id is a new one, which nobody can have planted. The old session ends by its time alone:
    /// if this answer is lost, the browser comes again with that one, and its cart.
    private Visit enter(String name) {
        Visit entered = current().of(name);
        session = sessions.create(entered);
        return entered;
    }

    @Override
    public Visit logout() {
        if (!session.isEmpty()) sessions.remove(session);
        session = "";
        return Visit.begun();
    }

    @Override
    public Visit put(String product, int pieces, @Nullable Integer after) {
        Item item = new Item(product, pieces, pieces == 0 ? 0 : price(product));
        int seen = after == null ? Integer.MAX_VALUE : after;
        return change(visit ->
                seen < visit.cart().changed()
                        ? done(visit, item)
                        : visit.with(Limits.cart(visit.cart().with(item))));
    }

    /// It was put already, but its answer may have been lost.
    private static Visit done(Visit visit, Item item) {
        if (visit.cart().pieces(item.product()) == item.pieces()) return visit;
        throw changed();
    }

    private long price(String id) {
        for (Product product : products.list()) if (product.id().equals(id)) return product.price();
        throw CallException.failed("no-such-product", "there is no product " + id);
    }

    private Visit change(UnaryOperator<Visit> change) {
        Visit changed = session.isEmpty() ? null : sessions.update(session, change);
        if (changed != null) return changed;
        Visit first = change.apply(Visit.begun());
        session = sessions.create(first);
        return first;
    }

    @Override
    public Order order(UUID key, long total) {
        User.current();
        Cart cart = current().cart();
        if (!cart.key().equals(key)) return earlier(key);
        if (cart.total() != total) throw changed();
        Order order;
        try {
            order = orders.place(key, cart.items());
        } catch (CallException e) {
            if (e.stage() == Stage.FAILED && Orders.REFUSALS.contains(e.type())) renew(key);
            throw e;
        }
        change(visit -> visit.with(visit.cart().without(order)));
        return order;
    }

    /// It was placed, but its answer may have been lost.
    private Order earlier(UUID key) {
        try {
            Order order = orders.find(key);
            if (order.state() == State.PLACED || order.state() == State.SHIPPED) return order;
        } catch (CallException e) {
            if (!e.type().equals("no-such-order")) throw e;
        }
        throw changed();
    }

    private static CallException changed() {
        return CallException.failed("cart-changed", "the cart has changed; look at it again");
    }

    /// What was refused stays so: the cart goes on under another key, at the prices of now.
    private void renew(UUID key) {
        List<Product> now = products.list();
        change(visit ->
                visit.cart().key().equals(key)
                        ? visit.with(
                                new Cart(
                                        UUID.randomUUID(),
                                        priced(visit.cart(), now),
                                        visit.cart().changed()))
                        : visit);
    }

    private static List<Item> priced(Cart cart, List<Product> now) {
        List<Item> items = new ArrayList<>();
        for (Item item : cart.items())
            for (Product product : now)
                if (product.id().equals(item.product()))
                    items.add(new Item(item.product(), item.pieces(), product.price()));
        return items;
    }
}
