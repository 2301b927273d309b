// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// What becomes of relayed connections whose member goes down, or leaves its pool.
public enum OnDown {
    /// They last as long as both ends want them to.
    KEEP,
    /// They are closed, so that clients connect anew.
    CLOSE
}
