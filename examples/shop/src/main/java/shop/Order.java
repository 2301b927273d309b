// SPDX-License-Identifier: Apache-2.0
package shop;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What somebody has bought, or is about to.
///
/// @param key of the buyer's choice
/// @param placed when it was first heard of
public record Order(UUID key, String user, List<Item> items, State state, Instant placed) {
    /// From left to right; an order is either refused or placed.
    public enum State {
        /// Whether the stock suffices is not known yet.
        PENDING,
        REFUSED,
        PLACED,
        SHIPPED
    }

    public long total() {
        return items.stream().mapToLong(Item::total).sum();
    }
}
