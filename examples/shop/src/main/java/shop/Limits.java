// SPDX-License-Identifier: Apache-2.0
package shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.rpc.CallException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// How long and how many things may be. Who breaks a limit is told which.
public final class Limits {
    /// Products in a cart or an order.
    public static final int ITEMS = 50;

    /// Pieces of a product in a cart or an order.
    public static final int PIECES = 99;

    /// Orders in an answer.
    public static final int LISTED = 100;

    /// Products of the shop.
    public static final int PRODUCTS = 500;

    /// Pieces of a delivery, and cents of a price.
    private static final int MOST = 1_000_000;

    private static final int NAME_MOST = 60;

    /// Characters at least, and bytes at the most, which are what bcrypt looks at.
    private static final int PASSWORD_LEAST = 8, PASSWORD_MOST = 72;

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_-]{1,31}");

    private Limits() {}

    /// The name of a user, or fails with `bad-name`.
    public static String name(String name) {
        if (ID.matcher(name).matches()) return name;
        throw CallException.failed(
                "bad-name", "a name is 2 to 32 of a-z, 0-9, - and _, and begins with a letter");
    }

    /// A password, or fails with `bad-password`.
    public static String password(String password) {
        boolean fits =
                password.length() >= PASSWORD_LEAST
                        && password.getBytes(UTF_8).length <= PASSWORD_MOST;
        if (fits) return password;
        throw CallException.failed(
                "bad-password", "a password has 8 characters or more, and at most 72 bytes");
    }

    /// A product, or fails with `bad-product`.
    public static Product product(Product product) {
        if (!ID.matcher(product.id()).matches())
            throw badProduct("an id is 2 to 32 of a-z, 0-9, - and _, and begins with a letter");
        if (!isName(product.english()) || !isName(product.chinese()))
            throw badProduct("a name has 1 to " + NAME_MOST + " characters");
        if (product.price() < 1 || product.price() > MOST)
            throw badProduct("a price is 1 to " + MOST + " cents");
        return product;
    }

    private static boolean isName(String name) {
        return !name.isBlank() && name.length() <= NAME_MOST && name.indexOf(0) < 0;
    }

    /// How many pieces have come, or fails with `bad-product`.
    public static int delivery(int pieces) {
        if (pieces > 0 && pieces <= MOST) return pieces;
        throw badProduct("a delivery has 1 to " + MOST + " pieces");
    }

    private static CallException badProduct(String message) {
        return CallException.failed("bad-product", message);
    }

    /// A cart, or fails with `bad-order`.
    public static Cart cart(Cart cart) {
        items(cart.items());
        return cart;
    }

    /// The items of an order, or fails with `bad-order`.
    public static List<Item> items(List<Item> items) {
        if (items.size() > ITEMS) throw badOrder("at most " + ITEMS + " products at once");
        Set<String> products = new HashSet<>();
        for (Item item : items) {
            if (item.pieces() < 1 || item.pieces() > PIECES)
                throw badOrder("1 to " + PIECES + " pieces of a product");
            if (!products.add(item.product())) throw badOrder(item.product() + " comes twice");
        }
        return items;
    }

    /// Fails with `bad-order`.
    public static CallException badOrder(String message) {
        return CallException.failed("bad-order", message);
    }
}
