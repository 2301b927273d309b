// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.replicated;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether a node that sees so many others may answer: it must see at least half of those it saw
/// when it last might, itself among them, and at the start half of those that are configured.
///
/// Counting from what was seen last (dynamic voting: Davčev and Burkhard, SOSP 1985) lets three
/// nodes lose one and then another. Exactly half is enough, so that one of two goes on; two halves
/// that do not see each other both go on then, and versions decide afterwards: see ADR 0014.
///
/// @param <M> a member
final class Quorum<M> {
    private final int configured;

    /// What was seen when it last was enough.
    private @Nullable Set<M> reference;

    /// What was seen last, and whether it was enough.
    private @Nullable List<M> seen;

    private boolean enough;

    Quorum(int configured) {
        this.configured = configured;
    }

    /// Whether this is enough; the reference for the next time, if so.
    ///
    /// @param view all that are seen, this node too; not changed by anybody
    synchronized boolean suffices(List<M> view) {
        if (view.equals(seen)) return enough;
        seen = view;
        enough = 2 * known(view) >= (reference == null ? configured : reference.size());
        if (enough) reference = Set.copyOf(view);
        return enough;
    }

    private long known(List<M> view) {
        Set<M> before = reference;
        return before == null ? view.size() : view.stream().filter(before::contains).count();
    }
}
