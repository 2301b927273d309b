// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A pool.
///
/// @param policy how a member is chosen, by the word of the file
/// @param up how many members serve
/// @param waiting requests that wait for a member to have room
/// @param sessions how clients are brought back; null: they are not
/// @param scale how the number of members follows the load; null: it does not
public record PoolStatus(
        String pool,
        String policy,
        int up,
        int waiting,
        @Nullable SessionTotals sessions,
        @Nullable PoolScale scale,
        List<MemberStatus> members) {}
