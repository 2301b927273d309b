// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;

/// What a session table keeps, and for how long.
///
/// @param size entries at the most; one more takes the place of one that was not used for long
public record TableLimits(
        @Setting(
                        value = "How long a session is remembered after its last request.",
                        byDefault = "30m",
                        min = "1s",
                        max = "366d")
                Duration ttl,
        @Setting(
                        value =
                                "Sessions at the most; one more displaces one that was not used"
                                        + " for long.",
                        byDefault = "100000",
                        min = "1",
                        max = "10000000")
                int size,
        @Setting(
                        value =
                                "Whether all Galleys with the same sessions (a store that is"
                                        + " replicated, or redis) know it: on or off.",
                        byDefault = "off")
                Shared shared) {
    public TableLimits {
        Rules.check(TableLimits.class, ttl, size, shared);
    }

    /// A table that no other process knows.
    public TableLimits(Duration ttl, int size) {
        this(ttl, size, Shared.OFF);
    }

    /// Whether other processes know it.
    public boolean isShared() {
        return shared == Shared.ON;
    }
}
