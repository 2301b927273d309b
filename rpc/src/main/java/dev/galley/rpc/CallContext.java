// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// What a call carries beside its parameters, from caller to service and on to what that calls.
/// Immutable; bound to the thread by a {@link ScopedValue}, hence to a call, not to a thread.
///
/// @param deadline in terms of {@link System#nanoTime}; {@link #NEVER}: there is none
/// @param traceparent as in W3C Trace Context; null: not traced
/// @param caller who called: by its certificate if it has shown one, else what its node calls
///   itself; empty: this process itself
/// @param attributes of the caller's choice, at most 32, passed on with every further call
public record CallContext(
        long deadline,
        @Nullable String traceparent,
        String caller,
        Map<String, String> attributes) {
    /// A deadline that is none.
    public static final long NEVER = Long.MAX_VALUE;

    /// Where nothing is bound.
    public static final CallContext NONE = new CallContext(NEVER, null, "", Map.of());

    private static final ScopedValue<CallContext> CURRENT = ScopedValue.newInstance();

    public CallContext {
        attributes = Map.copyOf(attributes);
        if (attributes.size() > 32)
            throw new IllegalArgumentException("attributes: 32 at the most");
    }

    public static CallContext current() {
        return CURRENT.orElse(NONE);
    }

    /// This context with less time: its own deadline, or `time` from now, whichever is sooner.
    public CallContext within(Duration time) {
        long then = System.nanoTime() + time.toNanos();
        boolean sooner = deadline == NEVER || then - deadline < 0;
        return sooner ? new CallContext(then, traceparent, caller, attributes) : this;
    }

    /// Calls `task` with this context bound.
    public <T extends @Nullable Object> T call(Callable<T> task) throws Exception {
        return ScopedValue.where(CURRENT, this).call(task::call);
    }

    /// Runs `task` with this context bound.
    public void run(Runnable task) {
        ScopedValue.where(CURRENT, this).run(task);
    }

    /// Nanoseconds to the deadline, 0 once it has passed; {@link #NEVER} if there is none.
    public long remaining() {
        return deadline == NEVER ? NEVER : Math.max(0, deadline - System.nanoTime());
    }
}
