// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import dev.galley.config.HashKey;
import dev.galley.pool.Ask;
import dev.galley.pool.Lease;
import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import dev.galley.pool.WaitQueue;
import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Method;
import dev.galley.rpc.Stage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What the pool may want to know of a call before it chooses, which members the call has been at
/// in vain, and whether it may go to another. Belongs to the call's thread.
///
/// What cannot have been executed may go to every member. When all have been tried, or none is up,
/// it waits for one to come back, for as long as the pool's `queue` says: as gRPC with
/// wait-for-ready, but no longer, since a caller that waits holds up those that wait for it. So a
/// pool that loses and gets back its members one by one fails no call.
final class Tries implements Ask {
    /// Between two tries to reach somebody, in ns: doubled each time.
    private static final long SHORTEST_PAUSE = 5_000_000;

    private static final long LONGEST_PAUSE = 100_000_000;

    private final Pool pool;
    private final CallContext context;
    private final Failures failures;
    private final @Nullable String key;
    private final @Nullable Lease only;
    private final List<Member> tried = new ArrayList<>(0);
    private int again;
    private int unsent;
    private long pause = SHORTEST_PAUSE;

    /// 0: it has not waited yet.
    private long waitsUntil;

    /// @param key what is hashed; null: what the pool's policy says
    /// @param only where the call goes, and nowhere else; null: where the pool says
    Tries(
            Pool pool,
            CallContext context,
            Failures failures,
            @Nullable String key,
            @Nullable Lease only) {
        this.pool = pool;
        this.context = context;
        this.failures = failures;
        this.key = key;
        this.only = only;
        pool.retries().earn();
    }

    /// Of the key that was given; else of the attribute that the policy names as a header, else of
    /// who calls.
    @Override
    public long hash() {
        String given = key;
        if (given == null && pool.hashKey() instanceof HashKey.Header header)
            given = context.attributes().get(header.name());
        return mix(given == null ? context.caller() : given);
    }

    /// 64 bits of FNV-1a, and the last step of MurmurHash3 to spread them.
    private static long mix(String text) {
        long h = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) h = (h ^ (b & 0xff)) * 0x100000001b3L;
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }

    @Override
    public boolean tried(Member member) {
        return tried.contains(member);
    }

    /// This member will not be offered again.
    void exclude(Member member) {
        tried.add(member);
    }

    /// Where a call that failed at `member` is made again. That is paid for where it may make work:
    /// a member that was not reached, or has told that it shuts down, has none of it.
    ///
    /// @return null: nowhere
    @Nullable Lease another(CallException failure, Method<?, ?> method, Member member) {
        boolean harmless =
                switch (failure.stage()) {
                    case NOT_CONNECTED, NOT_SENT -> true;
                    case REFUSED -> isElsewhereBetter(failure);
                    case UNANSWERED -> method.idempotent();
                    case FAILED, DEADLINE, CANCELLED -> false;
                };
        if (only != null || !harmless || context.remaining() == 0 || !paid(failure)) return null;
        // A connection that was just closing says nothing about its member.
        if (failure.stage() != Stage.NOT_SENT || unsent++ > 0) exclude(member);
        Lease lease = pool.choose(this);
        return lease == null && mayComeBack(failure) ? whoeverComes() : lease;
    }

    private boolean paid(CallException failure) {
        return makesNoWork(failure)
                || (again++ < pool.config().retry().attempts() && pool.retries().spend());
    }

    private static boolean makesNoWork(CallException failure) {
        return switch (failure.stage()) {
            case NOT_CONNECTED -> true;
            case NOT_SENT -> !failure.type().equals("overload");
            default -> isShuttingDown(failure);
        };
    }

    static boolean isElsewhereBetter(CallException refused) {
        return refused.type().equals("overload") || isShuttingDown(refused);
    }

    private static boolean isShuttingDown(CallException failure) {
        return failure.type().equals("shutting-down");
    }

    /// Where something checks the members, those that are not there are down, or not yet up.
    private boolean mayComeBack(CallException failure) {
        return pool.config().health() != null
                && pool.config().queue().size() > 0
                && makesNoWork(failure);
    }

    /// The first member that comes, be it one that was tried; null: none did in time.
    private @Nullable Lease whoeverComes() {
        while (true) {
            long left = patience() - System.nanoTime();
            if (left <= 0 || Thread.currentThread().isInterrupted()) return null;
            LockSupport.parkNanos(this, Math.min(pause, left));
            pause = Math.min(2 * pause, LONGEST_PAUSE);
            tried.clear();
            Lease lease = pool.choose(this);
            if (lease != null) return lease;
        }
    }

    /// A member; waits for one while none is up, or all are at their limits.
    ///
    /// @throws CallException if there is none
    Lease choose() {
        if (only != null) return only;
        Lease lease = pool.choose(this);
        return lease != null ? lease : queue();
    }

    /// A member, if one is free that was not tried.
    @Nullable Lease chooseNow() {
        return pool.choose(this);
    }

    private Lease queue() {
        while (pool.down() || pool.full()) {
            if (!waited(patience())) break;
            Lease lease = pool.choose(this);
            if (lease != null) return lease;
        }
        String why = pool.down() ? "no member of " + pool + " is up" : pool + " is full";
        failures.count(Stage.NOT_CONNECTED);
        throw new CallException(Stage.NOT_CONNECTED, "not-connected", why, null);
    }

    /// When the call stops to wait, by `System.nanoTime`; the same however often it does.
    private long patience() {
        if (waitsUntil == 0) {
            long most = pool.config().queue().timeout().toNanos();
            waitsUntil = System.nanoTime() + Math.min(most, context.remaining());
        }
        return waitsUntil;
    }

    /// Waits in the pool's queue.
    private boolean waited(long until) {
        Thread self = Thread.currentThread();
        AtomicBoolean called = new AtomicBoolean();
        WaitQueue.Waiter waiter =
                () -> {
                    called.set(true);
                    LockSupport.unpark(self);
                };
        if (!pool.queue().join(waiter)) return false;
        while (!called.get()) {
            long left = until - System.nanoTime();
            if ((left <= 0 || self.isInterrupted()) && pool.queue().leave(waiter)) return false;
            if (left > 0) LockSupport.parkNanos(waiter, left);
        }
        return true;
    }
}
