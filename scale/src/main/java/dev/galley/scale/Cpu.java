// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import java.time.Duration;
import java.util.Map;

/// How many cores are in use, from CPU times that only grow. One thread.
final class Cpu {
    private Map<String, Duration> used = Map.of();
    private long since;

    /// @param now in nanoseconds
    Cpu(long now) {
        since = now;
    }

    /// Since the last call, by each of those that are known at both ends, as an average.
    ///
    /// @param now in nanoseconds
    /// @param times what each has used since its start, by id
    /// @return NaN: none is known
    double each(Map<String, Duration> times, long now) {
        double nanos = 0;
        int known = 0;
        for (var each : times.entrySet()) {
            Duration was = used.get(each.getKey());
            if (was == null) continue;
            nanos += Math.max(0, each.getValue().minus(was).toNanos());
            known++;
        }
        double passed = Math.max(1, now - since);
        used = times;
        since = now;
        return known == 0 ? Double.NaN : nanos / passed / known;
    }
}
