// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench;

import dev.galley.bench.chat.Message;
import dev.galley.bench.chat.Rooms;
import dev.galley.bench.chat.RoomsContract;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What a call of a service in the same process costs, beside a plain call of its class.
///
///     java -cp bench/target/classes:$(cat bench/target/classpath) org.openjdk.jmh.Main \
///         LocalCallBench
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class LocalCallBench {
    /// Counts.
    private static final class Counting implements Rooms {
        private long number;

        @Override
        public void say(Message message) {
            number++;
        }

        @Override
        public long next(long after) {
            return number += after;
        }
    }

    private final Rooms direct = new Counting();
    private final Rooms local = RoomsContract.CONTRACT.local(direct);

    @Benchmark
    public long direct() {
        return direct.next(1);
    }

    @Benchmark
    public long local() {
        return local.next(1);
    }
}
