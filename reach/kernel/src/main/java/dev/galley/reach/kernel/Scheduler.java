// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

/// How the kernel chooses.
public enum Scheduler {
    /// Each in turn.
    ROUND_ROBIN,
    /// Each in turn, as often as its weight says.
    WEIGHTED_ROUND_ROBIN,
    /// The fewest connections for its weight.
    WEIGHTED_LEAST_CONNECTIONS,
    /// By the client's address (Maglev).
    SOURCE_HASH,
    /// By the client's address and port (Maglev).
    SOURCE_PORT_HASH
}
