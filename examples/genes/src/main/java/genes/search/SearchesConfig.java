// SPDX-License-Identifier: Apache-2.0
package genes.search;

import dev.galley.config.bind.Setting;
import java.time.Duration;

/// What the coordinator is told.
public record SearchesConfig(
        @Setting(
                        value = "Slices that a node aligns at a time: its cores, and one more.",
                        byDefault = "2",
                        min = "1",
                        max = "1000")
                int atOnce,
        @Setting(
                        value =
                                "How much work a slice is at the most, in pairs of letters; a core"
                                        + " does some hundred million in a second.",
                        byDefault = "50000000",
                        min = "1000",
                        max = "1000000000000")
                long cells,
        @Setting(
                        value = "How often it is kept how far a search is.",
                        byDefault = "1s",
                        min = "10ms",
                        max = "1h")
                Duration checkpoint) {}
