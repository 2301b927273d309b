// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// What becomes of what the kernel forwards when Galley stops.
public enum OnStop {
    /// It goes on, by the health that was known last, until the next start takes it over.
    KEEP,
    /// It ends: nothing new at once, what is under way within the time to drain.
    REMOVE
}
