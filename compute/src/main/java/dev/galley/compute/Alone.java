// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The only process there is.
public final class Alone<S> implements Crew<S>, Seat<S> {
    private final S service;
    private final int cores;

    /// @param cores how many parts it can do at a time
    public Alone(S service, int cores) {
        this.service = service;
        this.cores = cores;
    }

    @Override
    public int atOnce(int wanted) {
        return Math.max(wanted, cores);
    }

    @Override
    public @Nullable Seat<S> seat(Predicate<Object> not) {
        return not.test(place()) ? null : this;
    }

    @Override
    public Object place() {
        return this;
    }

    @Override
    public S service() {
        return service;
    }

    @Override
    public boolean lost() {
        return false;
    }

    @Override
    public void close() {}
}
