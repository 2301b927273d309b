// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import dev.galley.web.Families.Sample;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The metrics of pools whose members come and go with the load.
final class ScaleMetrics {
    private ScaleMetrics() {}

    static void add(Families to, List<PoolStatus> pools) {
        to.gauge(
                "galley_pool_members_wanted",
                "How many members there are to be.",
                each(pools, PoolScale::wanted));
        to.gauge(
                "galley_pool_members_starting",
                "Members that have not served yet.",
                each(pools, PoolScale::starting));
        to.gauge(
                "galley_pool_members_leaving",
                "Members that are drained, or being stopped.",
                each(pools, PoolScale::leaving));
        to.counter(
                "galley_pool_members_started",
                "Members that were started, or found running.",
                each(pools, PoolScale::started));
        to.counter(
                "galley_pool_members_ended",
                "Members that were stopped, or have ended.",
                each(pools, PoolScale::ended));
        to.gauge(
                "galley_pool_scale_trouble",
                "Whether members cannot be started or stopped: 1 or 0.",
                each(pools, scale -> scale.trouble() == null ? 0 : 1));
    }

    private static Stream<Sample> each(List<PoolStatus> pools, ToDoubleFunction<PoolScale> value) {
        return pools.stream().flatMap(pool -> sample(pool, pool.scale(), value));
    }

    private static Stream<Sample> sample(
            PoolStatus pool, @Nullable PoolScale scale, ToDoubleFunction<PoolScale> value) {
        return scale == null
                ? Stream.empty()
                : Stream.of(Sample.of(value.applyAsDouble(scale), "pool", pool.pool()));
    }
}
