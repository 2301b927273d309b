// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench;

import dev.galley.pool.Ask;
import dev.galley.pool.Lease;
import dev.galley.pool.Member;
import dev.galley.pool.Outcome;
import dev.galley.pool.Pool;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to choose a member and to give it back, by policy and size of the pool, with one
/// thread and with four. `-prof gc` shows the bytes allocated for each request: those of the lease.
///
///     ./mvnw -q -pl bench -am compile dependency:build-classpath \
///         -Dmdep.outputFile=target/classpath
///     java -cp bench/target/classes:$(cat bench/target/classpath) org.openjdk.jmh.Main \
///         PoolBench -prof gc
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PoolBench {
    /// The pool, shared by all threads.
    @State(Scope.Benchmark)
    public static class Shared {
        @Param({
            "round-robin",
            "ratio",
            "least-connections",
            "fastest-response",
            "least-load",
            "random",
            "hash",
            "hash-bounded"
        })
        public String policy = "";

        @Param({"3", "100", "10000"})
        public int members;

        /// Requests that stay in flight at each member, all through.
        @Param("0")
        public int busy;

        Pool pool = newPool("round-robin", 1);

        @Setup(Level.Trial)
        public void setUp() {
            pool = newPool(policy, members);
            for (int i = 0; i < busy; i++) occupy(pool, members);
        }

        private static Pool newPool(String policy, int members) {
            boolean weighted = policy.equals("ratio");
            return new Pool(
                    "bench",
                    Setups.pool(Setups.policy(policy), Setups.members(members, weighted), null),
                    4);
        }

        /// One request at each member: whoever has one already counts as tried.
        private static void occupy(Pool pool, int members) {
            java.util.Set<Member> taken = new java.util.HashSet<>();
            Request request = new Request();
            while (taken.size() < members) {
                Lease lease = pool.choose(request);
                if (lease != null && !taken.add(lease.member())) lease.close(Outcome.ABANDONED, 0);
            }
        }
    }

    /// A request of each thread, with another hash each time (xorshift64, Marsaglia 2003).
    @State(Scope.Thread)
    public static class Request implements Ask {
        private long hash = System.identityHashCode(this) | 1L;

        @Override
        public long hash() {
            hash ^= hash << 13;
            hash ^= hash >>> 7;
            hash ^= hash << 17;
            return hash;
        }

        @Override
        public boolean tried(Member member) {
            return false;
        }
    }

    @Benchmark
    @Threads(1)
    public void oneThread(Shared shared, Request request) {
        use(shared, request);
    }

    @Benchmark
    @Threads(4)
    public void fourThreads(Shared shared, Request request) {
        use(shared, request);
    }

    private static void use(Shared shared, Request request) {
        Lease lease = shared.pool.choose(request);
        if (lease != null) lease.close(Outcome.ANSWERED, 1_000_000);
    }
}
