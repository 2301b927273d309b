// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A member of a pool.
///
/// @param state `up`, `down`, `draining` or `ejected`
/// @param reason of the last check or of the state: `connection refused`; null: nothing to say
/// @param since when the state last changed
/// @param weight its share, 0 to 1000
/// @param priority 1 is used first
/// @param inFlight requests under way
/// @param ejections how often real traffic has thrown it out, since the start
public record MemberStatus(
        String member,
        String state,
        @Nullable String reason,
        Instant since,
        int weight,
        int priority,
        int inFlight,
        long ejections,
        Totals traffic) {
    /// Whether new requests go to it.
    public boolean up() {
        return state.equals("up");
    }
}
