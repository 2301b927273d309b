// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench;

import dev.galley.bench.chat.Sums;
import dev.galley.bench.chat.SumsContract;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What a call costs between modules of one process, beside a call of the object itself. The target
/// is not inlined: what is measured is the way there.
///
///     java -cp bench/target/classes:$(cat bench/target/classpath) org.openjdk.jmh.Main \
///         LocalCallBench
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class LocalCallBench {
    private final Sums direct = new Plain();
    private final Sums local = SumsContract.CONTRACT.local(new Plain());
    private int one = 1;

    private static final class Plain implements Sums {
        @Override
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        public int add(int one, int other) {
            return one + other;
        }
    }

    /// The object itself.
    @Benchmark
    public int direct() {
        return direct.add(one, 2);
    }

    /// As a module of the same process.
    @Benchmark
    public int local() {
        return local.add(one, 2);
    }
}
