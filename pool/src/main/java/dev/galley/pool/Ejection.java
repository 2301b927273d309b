// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What passive ejection holds against a member, and its rules. Immutable.
///
/// The n-th ejection in a row lasts `for` · 2^(n−1), at most ten times `for`; a member that has
/// been back for ten times `for` starts at 1 again. There is a floor: never more than half of the
/// members that are otherwise up are out, never so many that fewer than `min-up` are left, never
/// the last.
///
/// @param times how often in a row it was ejected
/// @param until when it comes back, or came back, by the pool's clock, in nanoseconds
/// @param out whether it is out now
public record Ejection(int times, long until, boolean out) {
    static final Ejection NONE = new Ejection(0, 0, false);

    private static final int LONGEST = 10;

    /// The next ejection.
    ///
    /// @param base how long the first one lasts, in nanoseconds
    Ejection next(long now, long base) {
        boolean quiet = now - until > LONGEST * base;
        int count = quiet ? 1 : times + 1;
        long factor = Math.min(LONGEST, 1L << Math.min(count - 1, 4));
        return new Ejection(count, now + factor * base, true);
    }

    /// Back in, ahead of time or not.
    Ejection over(long now) {
        return new Ejection(times, now, false);
    }

    /// Whether one more may be ejected.
    static boolean allowsOneMore(List<MemberState> states, int minUp) {
        return holdsFloor(states, 1, minUp);
    }

    /// Whom to take back first because the floor does not hold any more; null if it does.
    static @Nullable MemberState firstToReturn(List<MemberState> states, int minUp) {
        if (holdsFloor(states, 0, minUp)) return null;
        return states.stream()
                .filter(s -> s.eligibleButForEjection() && s.ejection().out())
                .min(Comparator.comparingLong(s -> s.ejection().until()))
                .orElse(null);
    }

    private static boolean holdsFloor(List<MemberState> states, int more, int minUp) {
        int up = 0;
        int out = more;
        for (MemberState state : states)
            if (state.eligibleButForEjection()) {
                up++;
                if (state.ejection().out()) out++;
            }
        return out <= up / 2 && up - out >= Math.max(1, minUp);
    }
}
