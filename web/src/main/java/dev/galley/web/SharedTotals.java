// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import org.jspecify.annotations.Nullable;

/// How a pool's sessions are shared with other balancers, by the store of sessions.
///
/// @param trouble why they are not, now; null: they are
/// @param told how often others were told of a session, since the table began
/// @param learned how often others told of one what was not known here
/// @param missed choices that others were told of late, since too many waited
public record SharedTotals(@Nullable String trouble, long told, long learned, long missed) {}
