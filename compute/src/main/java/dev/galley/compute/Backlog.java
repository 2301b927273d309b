// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/// The parts whose turn has not come. Each falls into smaller ones when it comes, those into
/// smaller ones, and so on, the first of them first: hence few are here at a time, however many
/// there will have been.
final class Backlog<S, P> {
    /// Parts within parts: of 2^64 equal ones nobody lives to see the end.
    private static final int DEEPEST = 64;

    private final Deque<Part<S, P>> parts;
    private final Function<P, List<P>> split;

    Backlog(Collection<Part<S, P>> parts, Function<P, List<P>> split) {
        this.parts = new ArrayDeque<>(parts);
        this.split = split;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    int size() {
        return parts.size();
    }

    Collection<Part<S, P>> parts() {
        return parts;
    }

    /// The next one that is small enough.
    ///
    /// @throws IllegalArgumentException if there is no end of it
    Part<S, P> next() {
        while (true) {
            Part<S, P> first = parts.pop();
            List<P> smaller = split.apply(first.value);
            if (smaller.isEmpty()) return first;
            if (first.depth == DEEPEST)
                throw new IllegalArgumentException(
                        "split goes on for ever: it gives an empty list for what is small enough");
            double share = first.share / smaller.size();
            for (P one : smaller.reversed()) parts.push(new Part<>(one, share, first.depth + 1));
        }
    }
}
