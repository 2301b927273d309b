// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import java.time.Duration;

/// How much, how often and how long.
///
/// @param atOnce parts of the job that a node has at a time, from 1: one more than its cores keeps
///   them busy while answers are under way. This process, where it is the only one, has at least as
///   many as cores
/// @param attempts how often a part may fail on its nodes before the job fails, from 1. What cannot
///   have been executed (no connection, an overloaded node, one that stops) is not counted
/// @param part how long one attempt may take
/// @param patience how long the job waits while nobody takes a part: no node is up, or all refuse;
///   and at its beginning for the store of its checkpoint
public record Limits(int atOnce, int attempts, Duration part, Duration patience) {
    /// 2 at once, 4 attempts of a minute each, and half a minute of patience.
    public static final Limits USUAL =
            new Limits(2, 4, Duration.ofMinutes(1), Duration.ofSeconds(30));

    public Limits {
        if (atOnce < 1) throw new IllegalArgumentException("atOnce must be 1 or more");
        if (attempts < 1) throw new IllegalArgumentException("attempts must be 1 or more");
        if (!part.isPositive()) throw new IllegalArgumentException("part must be above 0");
        if (!patience.isPositive()) throw new IllegalArgumentException("patience must be above 0");
    }

    /// The same, with so many parts at a time for each node.
    public Limits withAtOnce(int parts) {
        return new Limits(parts, attempts, part, patience);
    }
}
