// SPDX-License-Identifier: Apache-2.0
package shop;

import dev.galley.rpc.Idempotent;
import dev.galley.rpc.Service;
import java.util.List;
import java.util.UUID;

/// What there is to buy, and how much of it.
@Service
public interface Products {
    /// All, in the order of their ids.
    @Idempotent
    List<Product> list();

    /// Adds a product, or changes its names and its price; the stock of one that is there stays.
    /// Fails with `bad-product`: see {@link Limits}.
    @Idempotent
    void put(Product product);

    /// More pieces have come. Fails with `no-such-product` or `bad-product`.
    ///
    /// @param delivery what comes twice by one id has come once
    @Idempotent
    void restock(UUID delivery, String product, int pieces);

    /// Takes all items of an order out of the stock, or none. Fails with `sold-out`,
    /// `price-changed` or `no-such-product`. What was decided for an order stays so, however often
    /// it is asked for.
    @Idempotent
    void take(UUID order, List<Item> items);
}
