// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Refuses acts of a term that is over. Any thread.
public final class Fence {
    private final AtomicLong highest = new AtomicLong();
    private final BooleanSupplier owns;
    private final Supplier<@Nullable Term> holder;

    /// @param owns whether the node still knows what is true; if not, it admits nothing
    /// @param holder who has the role, as last heard
    public Fence(BooleanSupplier owns, Supplier<@Nullable Term> holder) {
        this.owns = owns;
        this.holder = holder;
    }

    /// Whether an act of this epoch may be executed now; from then on lower ones may not.
    public boolean admits(Epoch epoch) {
        Term known = holder.get();
        if (known != null) learn(known.epoch());
        return owns.getAsBoolean() && learn(epoch);
    }

    private boolean learn(Epoch epoch) {
        return highest.accumulateAndGet(epoch.value(), Math::max) == epoch.value();
    }
}
