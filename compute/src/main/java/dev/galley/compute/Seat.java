// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

/// One of a {@link Crew}, for one call.
public interface Seat<S> {
    /// Who it is: equal for all seats of one.
    Object place();

    /// The service there.
    S service();

    /// Whether it is known to be lost, so that an answer is not to be expected.
    boolean lost();

    /// Gives it back, if the call was not made. Any thread.
    void close();
}
