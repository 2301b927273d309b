// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import java.time.Duration;
import java.time.Instant;

/// How one active check went.
///
/// @param reason why it failed, short: `connection refused`; empty if it passed
/// @param at when it ended
/// @param took how long it took
public record CheckResult(boolean passed, String reason, Instant at, Duration took) {}
