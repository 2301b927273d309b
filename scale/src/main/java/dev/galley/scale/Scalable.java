// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Something of which there can be more or fewer: the members of a pool, the replicas of a module.
/// Called by one thread, that of its {@link Autoscaler}.
public interface Scalable {
    /// What it is called where it is shown.
    String name();

    /// What those that serve had to do since the last call, or since the start.
    ///
    /// @throws InterruptedException if the autoscaler is closed
    Load load() throws InterruptedException;

    /// How many there are, those that start and not those that leave.
    int current();

    /// How long one takes from its start until it serves, as far as that is known; zero: it is not.
    Duration startup();

    /// So many there are to be from now on.
    void want(Decision decision);

    /// What somebody else has decided, whose turn it is; null: it is to be decided here.
    default @Nullable Decision elsewhere() {
        return null;
    }

    /// How many there can be as things are; more are not wanted, unless there were already.
    default int room() {
        return Integer.MAX_VALUE;
    }

    /// Goes on with what is under way.
    ///
    /// @throws InterruptedException if the autoscaler is closed
    default void step() throws InterruptedException {}

    /// How often it goes on.
    default Duration pause() {
        return Duration.ofMillis(500);
    }
}
