// SPDX-License-Identifier: Apache-2.0
package shop;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What somebody is about to buy.
///
/// @param key of the order that it becomes
/// @param items one a product
/// @param changes how many there were in this session, in earlier carts as well: see {@link
///   #changed}
public record Cart(UUID key, List<Item> items, @Nullable Integer changes) {
    public static Cart empty() {
        return new Cart(UUID.randomUUID(), List.of(), 0);
    }

    /// How many changes there were. It never falls in a session.
    public int changed() {
        return changes == null ? 0 : changes;
    }

    /// How many pieces of a product are in it.
    public int pieces(String product) {
        return items.stream()
                .filter(item -> item.product().equals(product))
                .mapToInt(Item::pieces)
                .sum();
    }

    public long total() {
        return items.stream().mapToLong(Item::total).sum();
    }

    /// This cart with an item in the place of that of the same product.
    public Cart with(Item item) {
        List<Item> others = new ArrayList<>(items);
        int at = others.size();
        for (int i = 0; i < items.size(); i++)
            if (items.get(i).product().equals(item.product())) at = i;
        if (at < items.size()) others.remove(at);
        if (item.pieces() > 0) others.add(at, item);
        return new Cart(key, List.copyOf(others), changed() + 1);
    }

    /// What is left of this cart when an order was placed: what was put in meanwhile.
    public Cart without(Order order) {
        if (!order.key().equals(key)) return this;
        Cart left = new Cart(UUID.randomUUID(), items, changes);
        for (Item bought : order.items()) left = left.with(less(left, bought));
        return left;
    }

    private static Item less(Cart cart, Item bought) {
        for (Item item : cart.items)
            if (item.product().equals(bought.product()))
                return new Item(item.product(), item.pieces() - bought.pieces(), item.price());
        return new Item(bought.product(), 0, bought.price());
    }
}
