// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

/// The members a policy may choose from, numbered from 0 in the order of the weights it was built
/// with, and what is true of them at this moment. The numbers change under the reader's feet; they
/// are estimates to a policy, never promises.
public interface Candidates {
    /// How many there are.
    int size();

    /// Whether candidate `i` can take a request now. What makes it unfit (down, draining, full,
    /// tried before) is none of a policy's business.
    boolean available(int i);

    /// Requests under way at candidate `i`.
    int inFlight(int i);

    /// How much of its weight candidate `i` is given after it came up, in tenths: 1 to 10.
    int tenths(int i);

    /// The pool's clock, in nanoseconds, of no particular origin.
    long now();

    /// What candidate `i` needs to answer, in nanoseconds, as remembered at `now`; 0: unknown.
    double latency(int i, long now);

    /// What candidate `i` says of its own load, as believed at `now`; 0 is idle.
    double load(int i, long now);
}
