// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// All Galleys that have the members of one pool in common: one of them leads, and starts and stops
/// members; the others follow what it says. Called by one thread.
interface Crew extends AutoCloseable {
    /// A Galley that has its members for itself.
    Crew ALONE = new Alone();

    /// The epoch of the term in which this Galley leads, at this moment; 0: it does not.
    long term();

    /// What was said last by who leads; null: nothing yet, or nobody says anything.
    @Nullable Roll roll();

    /// Says how it stands; does nothing unless this Galley leads.
    ///
    /// @throws ProviderException if that cannot be said now
    void say(Roll roll) throws ProviderException;

    /// Tells the others which of the members this Galley may still send something to, or has
    /// something under way to, having taken in what {@link #roll} was.
    ///
    /// @param held ids
    void tell(Collection<String> held);

    /// Whether all others have let go of a member that leaves.
    boolean free(String id);

    /// Tells the others what this one had to do.
    ///
    /// @return what all had to do, this one too
    Work share(Work own);

    @Override
    void close();

    /// It leads, and there is nobody to talk to.
    final class Alone implements Crew {
        @Override
        public long term() {
            return 1;
        }

        @Override
        public @Nullable Roll roll() {
            return null;
        }

        @Override
        public void say(Roll roll) {}

        @Override
        public void tell(Collection<String> held) {}

        @Override
        public boolean free(String id) {
            return true;
        }

        @Override
        public Work share(Work own) {
            return own;
        }

        @Override
        public void close() {}
    }
}
