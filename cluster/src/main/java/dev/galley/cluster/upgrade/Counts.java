// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.upgrade;

import java.util.List;
import java.util.stream.Stream;

/// What a node has served, or several have.
///
/// @param calls of its modules, by other nodes
/// @param failed those of them that failed in the module, or came too late
/// @param requests of its listeners
/// @param errors those of them that were answered by a status of 500 or more
public record Counts(long calls, long failed, long requests, long errors) {
    public static final Counts NONE = new Counts(0, 0, 0, 0);

    Counts plus(Counts other) {
        return new Counts(
                calls + other.calls,
                failed + other.failed,
                requests + other.requests,
                errors + other.errors);
    }

    /// What was added since then; all, if it is of another process.
    Counts since(Counts then) {
        if (then.calls > calls || then.requests > requests) return this;
        return new Counts(
                calls - then.calls,
                Math.max(0, failed - then.failed),
                requests - then.requests,
                Math.max(0, errors - then.errors));
    }

    @Override
    public String toString() {
        return calls + " " + failed + " " + requests + " " + errors;
    }

    static Counts parse(String text) {
        List<Long> all = Stream.of(text.split(" ", -1)).map(Long::valueOf).toList();
        return new Counts(all.get(0), all.get(1), all.get(2), all.get(3));
    }
}
