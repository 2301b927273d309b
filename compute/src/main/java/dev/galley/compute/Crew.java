// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Who does the parts of jobs: all that run a service.
public interface Crew<S> {
    /// How many parts one of them has at a time.
    ///
    /// @param wanted what the job's limits say
    int atOnce(int wanted);

    /// Chooses one for a part, by the policy of its pool. Never waits.
    ///
    /// @param not whom it must not be, by its {@link Seat#place}
    /// @return null: there is none
    @Nullable Seat<S> seat(Predicate<Object> not);

    /// Finds the crew of a service.
    @FunctionalInterface
    interface Finder {
        /// All that run a service; the same ones each time.
        ///
        /// @throws IllegalArgumentException if nothing serves it
        <S> Crew<S> of(Class<S> service);
    }
}
