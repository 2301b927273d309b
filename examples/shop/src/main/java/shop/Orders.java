// SPDX-License-Identifier: Apache-2.0
package shop;

import dev.galley.rpc.Idempotent;
import dev.galley.rpc.Service;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// What was bought. All fail with `not-logged-in` where a user is needed: see {@link User}.
@Service
public interface Orders {
    /// What {@link Products#take} decides for an order, once for ever.
    Set<String> REFUSALS = Set.of("sold-out", "price-changed", "no-such-product");

    /// Buys for the user. What has succeeded is bought, whatever dies next; a call that came to no
    /// end may be made again, at any time, and buys once. Fails as {@link Products#take}, or with
    /// `bad-order`: see {@link Limits}.
    ///
    /// @param key at random, for one order; a second call with it gives the order of the first,
    ///   whatever its items are
    @Idempotent
    Order place(UUID key, List<Item> items);

    /// Fails with `no-such-order`; that is also somebody else's.
    @Idempotent
    Order find(UUID key);

    /// The user's, the newest first, at most {@link Limits#LISTED}.
    @Idempotent
    List<Order> list();

    /// Anybody's that are to be shipped, the oldest first, at most {@link Limits#LISTED}; for the
    /// back office.
    @Idempotent
    List<Order> open();

    /// An order is on its way; for the back office. Fails with `no-such-order`.
    @Idempotent
    void ship(UUID key);
}
