// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench;

import dev.galley.pool.Pool;
import dev.galley.pool.Traffic;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to count a request, with four writers.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Threads(4)
public class CountBench {
    /// What is counted.
    @State(Scope.Benchmark)
    public static class Shared {
        final Traffic traffic = new Traffic(4);
        final Pool pool =
                new Pool(
                        "bench",
                        Setups.pool(Setups.policy("round-robin"), Setups.members(1, false), null),
                        4);
        final AtomicInteger writers = new AtomicInteger();
    }

    /// A writer's number.
    @State(Scope.Thread)
    public static class Writer {
        private int number = -1;

        int of(Shared shared) {
            if (number < 0) number = shared.writers.getAndIncrement();
            return number;
        }
    }

    @Benchmark
    public void traffic(Shared shared, Writer writer) {
        shared.traffic.record(writer.of(shared), 200, 512, 1024, 800_000);
    }

    @Benchmark
    public void retryBudget(Shared shared) {
        shared.pool.retries().earn();
    }

    @Benchmark
    public List<Long> totals(Shared shared) {
        return shared.traffic.totals().byClass();
    }
}
