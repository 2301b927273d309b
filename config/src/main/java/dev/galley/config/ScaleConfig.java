// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How many members a pool has, which follows its load, and who starts and stops them.
///
/// @param slowStart how long the weight of one grows after it has come up
/// @param maxConnections requests in flight at the most, of each; null: no limit
/// @param startTimeout one that is not up by then, or not up again, is stopped
/// @param drainTimeout one that leaves is stopped by then, whatever it still has
public record ScaleConfig(
        @Setting(
                        value = "How many members there are at least.",
                        byDefault = "1",
                        min = "1",
                        max = "10000")
                int min,
        @Setting(value = "How many there are at the most.", min = "1", max = "10000") int max,
        @Setting(value = "What each is to have.", inline = true) TargetConfig target,
        @Setting(
                        value = "How long the weight of one grows after it has come up.",
                        byDefault = "10s",
                        max = "1d")
                Duration slowStart,
        @Setting(
                        value = "How many requests each may have in flight; absent: no limit.",
                        min = "1",
                        max = "1000000")
                @Nullable Integer maxConnections,
        @Setting(
                        value = "How long one may be down, at first or later, till it is stopped.",
                        byDefault = "60s",
                        min = "100ms",
                        max = "1d")
                Duration startTimeout,
        @Setting(
                        value = "How long one that leaves may take for what it still has.",
                        byDefault = "30s",
                        max = "1d")
                Duration drainTimeout,
        @Setting("Who starts and stops them.") ProviderConfig by) {
    public ScaleConfig {
        Rules.check(
                ScaleConfig.class,
                min,
                max,
                target,
                slowStart,
                maxConnections,
                startTimeout,
                drainTimeout,
                by);
        target.needOne("");
        if (max < min) throw new IllegalArgumentException("max must not be below min, " + min);
        target.needAtMost(max, "");
        if (target.cpu() != null && !(by instanceof ProviderConfig.Processes))
            throw new IllegalArgumentException(
                    "cpu is known of processes on this machine alone; use in-flight or requests");
    }

    /// The member at an address.
    public MemberConfig at(Address address) {
        return new MemberConfig(address, 1, 1, maxConnections, slowStart);
    }
}
