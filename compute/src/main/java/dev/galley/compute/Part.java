// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// A part of a job, from its beginning to its answer. Belongs to the job's thread.
final class Part<S, P> {
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

    final P value;

    /// Of the whole job, 0 to 1.
    final double share;

    /// Of how many parts, one within the other, it is a part.
    final int depth;

    /// Those under way.
    final List<Attempt<S, P>> attempts = new ArrayList<>(1);

    boolean done;
    private final Set<Object> avoided = new HashSet<>(0);
    private int failures;
    private long pause = SHORTEST_PAUSE;
    private long due;
    private boolean resting;

    Part(P value, double share, int depth) {
        this.value = value;
        this.share = share;
        this.depth = depth;
    }

    /// Whether it has failed there, or is there now.
    boolean shuns(Object place) {
        return failedAt(place) || attempts.stream().anyMatch(a -> a.seat.place().equals(place));
    }

    boolean failedAt(Object place) {
        return avoided.contains(place);
    }

    /// It may go everywhere again.
    void forgive() {
        avoided.clear();
    }

    /// It has failed at a place, and rests for a while that doubles each time.
    void failed(Object place, long now) {
        avoided.add(place);
        due = now + pause;
        resting = true;
        pause = Math.min(2 * pause, LONGEST_PAUSE);
    }

    /// Counts a failure that may be the part's own.
    ///
    /// @return how many there were
    int count() {
        return ++failures;
    }

    boolean rests(long now) {
        resting = resting && due - now > 0;
        return resting;
    }

    /// The one that was begun last.
    Attempt<S, P> newest() {
        return attempts.getLast();
    }
}
