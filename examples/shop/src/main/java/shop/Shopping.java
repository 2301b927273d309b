// SPDX-License-Identifier: Apache-2.0
package shop;

import dev.galley.rpc.Idempotent;
import dev.galley.rpc.Service;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a browser does in its session, which a cookie tells. Each may be done twice, so that it
/// tries again whenever an answer does not come.
@Service
public interface Shopping {
    /// Who has logged in, and what is in the cart.
    @Idempotent
    Visit visit();

    /// As {@link Users#register}, and logs in.
    @Idempotent
    Visit register(String name, String password);

    /// As {@link Users#check}. The cart stays.
    @Idempotent
    Visit login(String name, String password);

    /// Ends the session, and with it the cart.
    @Idempotent
    Visit logout();

    /// Has so many pieces of a product in the cart, at the price of this moment. Fails with
    /// `no-such-product` or `bad-order`: see {@link Limits}; and with `cart-changed`, if it comes
    /// too late: a call that nobody waits for any more, since it was made again elsewhere, may lie
    /// for long at a machine that stands still.
    ///
    /// @param pieces 0: it goes out of the cart
    /// @param after how often the cart that was seen had changed; null: whatever it is now
    @Idempotent
    Visit put(String product, int pieces, @Nullable Integer after);

    /// Buys what is in the cart, which is then empty. Fails with `not-logged-in`, with
    /// `cart-changed` if it is not what was seen, and as {@link Orders#place}; then the cart has
    /// another key.
    ///
    /// @param key of the cart; a second call with it gives the order of the first
    /// @param total of the cart as it was seen, in cents
    @Idempotent
    Order order(UUID key, long total);
}
