// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

import dev.galley.pool.Traffic;
import dev.galley.rpc.Binding;
import dev.galley.rpc.Kind;
import dev.galley.rpc.Stage;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A method that is served, and what is counted about it.
public final class Served {
    /// In the place of a method that is not served.
    public static final Served NONE = new Served(null, null, 0);

    private volatile @Nullable Here here;
    private final @Nullable Traffic traffic;
    private final Map<Stage, LongAdder> failures = new EnumMap<>(Stage.class);

    /// Who serves it now.
    ///
    /// @param turnstile null: everybody is let in
    record Here(Binding<?, ?> binding, @Nullable Turnstile turnstile) {
        boolean enter() {
            return turnstile == null || turnstile.enter();
        }

        /// It was not served.
        void leave() {
            if (turnstile != null) turnstile.leave();
        }

        /// @param took in nanoseconds
        void served(long took) {
            if (turnstile == null) return;
            if (binding.method().kind() == Kind.UNARY) turnstile.served(took);
            else turnstile.streamed();
        }
    }

    /// @param turnstile null: everybody is let in
    /// @param writers how many loops there are
    Served(@Nullable Binding<?, ?> binding, @Nullable Turnstile turnstile, int writers) {
        this.here = binding == null ? null : new Here(binding, turnstile);
        this.traffic = writers == 0 ? null : new Traffic(writers);
        for (Stage stage : Stage.values()) failures.put(stage, new LongAdder());
    }

    Here here() {
        Here known = here;
        if (known == null) throw new IllegalStateException("no method");
        return known;
    }

    Binding<?, ?> binding() {
        return here().binding();
    }

    /// Has another implementation serve it, once the one before lets nobody in any more.
    ///
    /// @return whether it does not
    boolean replace(Binding<?, ?> binding, @Nullable Turnstile turnstile) {
        Turnstile before = here().turnstile();
        if (before == null || !before.isClosed()) return false;
        here = new Here(binding, turnstile);
        return true;
    }

    /// Counts a call that has ended; the face does it, on the loop of the connection.
    ///
    /// @param loop its number
    /// @param failed null: it is well
    /// @param nanos from its arrival
    public void ended(int loop, @Nullable Stage failed, long bytesIn, long bytesOut, long nanos) {
        if (traffic != null) traffic.record(loop, status(failed), bytesIn, bytesOut, nanos);
        LongAdder count = failed == null ? null : failures.get(failed);
        if (count != null) count.increment();
    }

    /// As an HTTP status, for the classes that {@link Traffic} has.
    private static int status(@Nullable Stage failed) {
        return switch (failed) {
            case null -> 200;
            case FAILED, CANCELLED -> 400;
            default -> 500;
        };
    }

    /// Which side of it streams.
    public Kind kind() {
        return binding().method().kind();
    }

    /// `Service/method`.
    public String name() {
        return binding().method().toString();
    }

    /// What went through it: class 2 is well, 4 failed in the service or given up, 5 the rest.
    public Traffic traffic() {
        Traffic counted = traffic;
        if (counted == null) throw new IllegalStateException("no method");
        return counted;
    }

    /// How many calls have failed at `stage`.
    public long failures(Stage stage) {
        LongAdder count = failures.get(stage);
        return count == null ? 0 : count.sum();
    }
}
