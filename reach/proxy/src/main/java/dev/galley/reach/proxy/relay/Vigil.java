// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.net.Loops;
import dev.galley.pool.Member;
import dev.galley.pool.MemberState;
import dev.galley.pool.Pool;
import dev.galley.pool.Snapshot;
import io.netty.util.concurrent.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Looks ten times a second whether a member has gone down or left, for a relay that closes its
/// connections then. A pool's snapshot is another object after each change: while nothing changes
/// that is a comparison.
final class Vigil implements AutoCloseable {
    private static final long EVERY_MILLIS = 100;

    private final Loops loops;
    private final Consumer<Predicate<Member>> leave;
    private @Nullable Future<?> looking;

    /// @param leave told whose connections are to end
    Vigil(Loops loops, Consumer<Predicate<Member>> leave) {
        this.loops = loops;
        this.leave = leave;
    }

    /// Looks after the pools of this plan from now on, if it asks for that.
    synchronized void over(Plan plan) {
        close();
        if (!plan.closesOnDown) return;
        List<Pool> pools = plan.branches.stream().map(Branch::pool).distinct().toList();
        Map<Pool, Snapshot> seen = new HashMap<>();
        looking =
                loops.all()
                        .getFirst()
                        .eventLoop()
                        .scheduleWithFixedDelay(
                                () -> look(pools, seen), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look(List<Pool> pools, Map<Pool, Snapshot> seen) {
        boolean changed = false;
        for (Pool pool : pools) {
            Snapshot now = pool.snapshot();
            changed |= seen.put(pool, now) != now;
        }
        if (!changed) return;
        Set<Member> up = new HashSet<>();
        for (Snapshot now : seen.values())
            for (MemberState state : now.members()) if (state.healthy()) up.add(state.member());
        leave.accept(member -> !up.contains(member));
    }

    @Override
    public synchronized void close() {
        if (looking != null) looking.cancel(false);
        looking = null;
    }
}
