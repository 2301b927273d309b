// SPDX-License-Identifier: Apache-2.0
package shop;

import dev.galley.rpc.Idempotent;
import dev.galley.rpc.Service;
import java.util.List;
import java.util.UUID;

/// What those do who run the shop. All but the first fail with `not-allowed` for other users, and
/// with `not-logged-in`.
@Service
public interface BackOffice {
    /// Whether the user may do what is below.
    @Idempotent
    boolean isOpen();

    /// As {@link Products#put}.
    @Idempotent
    void put(Product product);

    /// As {@link Products#restock}.
    @Idempotent
    void restock(UUID delivery, String product, int pieces);

    /// As {@link Orders#open}.
    @Idempotent
    List<Order> orders();

    /// As {@link Orders#ship}.
    @Idempotent
    void ship(UUID order);

    /// As {@link Analytics#report}.
    @Idempotent
    Report report(int days);
}
