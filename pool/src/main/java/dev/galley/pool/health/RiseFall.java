// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import dev.galley.config.CheckTiming;

/// Up or down, by results in a row: `fall` failures take a member down, `rise` successes bring it
/// up. For one thread.
///
/// A member that has never been checked is up, but on probation: its first result decides if it is
/// a failure. That is HAProxy's rule (tcpcheck: a server starts with all of its health but one),
/// and serves at once without serving the dead for longer than one check.
public final class RiseFall {
    private final int rise;
    private final int fall;
    private boolean up;

    /// Results in a row that speak against the state.
    private int against;

    private RiseFall(CheckTiming timing, boolean up, int against) {
        this.rise = timing.rise();
        this.fall = timing.fall();
        this.up = up;
        this.against = against;
    }

    /// For a member that has never been checked.
    public static RiseFall unknown(CheckTiming timing) {
        return new RiseFall(timing, true, timing.fall() - 1);
    }

    /// For a member of which checks have said something before.
    public static RiseFall known(CheckTiming timing, boolean up) {
        return new RiseFall(timing, up, 0);
    }

    /// Takes a result in.
    ///
    /// @return whether the state changed
    public boolean record(boolean passed) {
        against = passed == up ? 0 : against + 1;
        if (against < (up ? fall : rise)) return false;
        up = !up;
        against = 0;
        return true;
    }

    /// The state.
    public boolean up() {
        return up;
    }
}
