// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import org.jspecify.annotations.Nullable;

/// How a pool brings clients back to its members.
///
/// @param persistence the word of the file: `cookie`, `source`
/// @param size how many sessions it remembers
/// @param limit how many it can; 0: its clients carry a cookie, and nothing is remembered
/// @param evictions sessions that were displaced by others, since the table began
/// @param shared null: they are not meant to be known by other balancers
public record SessionTotals(
        String persistence, int size, int limit, long evictions, @Nullable SharedTotals shared) {}
