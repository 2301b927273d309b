// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Starts and stops what members run on. Called by one thread; each call returns within the
/// provider's own limits.
interface Provider extends AutoCloseable {
    /// All that run or start, those that were there before Galley too, as far as it can know.
    ///
    /// @throws ProviderException if it can't tell now
    List<Instance> running() throws ProviderException, InterruptedException;

    /// So many are to run in all. Those that run count, those that it has been asked for before
    /// too, so that to ask again changes nothing.
    ///
    /// @throws ProviderException if it can't start more now; perhaps it has started some
    void grow(int number) throws ProviderException, InterruptedException;

    /// This one is to end. It serves no more.
    ///
    /// @throws ProviderException if it can't be ended now
    void stop(Instance instance) throws ProviderException, InterruptedException;

    /// Whether {@link #running} knows of all that run, whoever has started them and when.
    default boolean seesAll() {
        return false;
    }

    /// Somebody else may have started and stopped some until now.
    ///
    /// @param epoch what is done from now on is done in this one; greater than any before
    default void begin(long epoch) {}

    /// What each has used of the CPU since its start, by id; empty: not known.
    default Map<String, Duration> cpu() {
        return Map.of();
    }

    /// How long to wait before it is asked again.
    Duration pause();

    /// Galley has no more use for it: what lives by Galley ends; what others run goes on.
    @Override
    void close();
}
