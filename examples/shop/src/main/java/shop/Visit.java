// SPDX-License-Identifier: Apache-2.0
package shop;

/// The session of a browser.
///
/// @param user who has logged in; empty: nobody
public record Visit(String user, Cart cart) {
    public static Visit begun() {
        return new Visit("", Cart.empty());
    }

    public Visit of(String name) {
        return new Visit(name, cart);
    }

    public Visit with(Cart other) {
        return new Visit(user, other);
    }
}
