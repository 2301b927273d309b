// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.replicated;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Whether a node that sees so many others may answer: it must see at least half of those it saw
/// when it last might, itself among them, and at the start half of those that are configured.
///
/// Counting from what was seen last (dynamic voting: Davčev and Burkhard, SOSP 1985) lets three
/// nodes lose one and then another. Exactly half is enough if those that are missing are gone, as
/// far as anybody can say; so one of two goes on. Two halves that do not see each other, and of
/// which nobody can say anything, both go on, and versions decide afterwards: see ADR 0014.
///
/// @param <M> a member
final class Quorum<M> {
    private final int configured;
    private final Predicate<Set<M>> gone;

    /// What was seen when it last was enough.
    private @Nullable Set<M> reference;

    /// What was seen last, and whether it was enough.
    private @Nullable List<M> seen;

    private boolean enough;
    private boolean tied;

    /// @param configured how many there should be at the start
    /// @param gone whether these are gone, as far as anybody can say
    Quorum(int configured, Predicate<Set<M>> gone) {
        this.configured = configured;
        this.gone = gone;
    }

    /// Whether this is enough; the reference for the next time, if so.
    ///
    /// @param view all that are seen, this node too; not changed by anybody
    synchronized boolean suffices(List<M> view) {
        if (view.equals(seen) && !tied) return enough;
        seen = view;
        long twice = 2 * known(view);
        int before = reference == null ? configured : reference.size();
        tied = twice == before;
        enough = twice > before || (tied && gone.test(missing(view)));
        if (enough) reference = Set.copyOf(view);
        return enough;
    }

    private Set<M> missing(List<M> view) {
        Set<M> missing = new HashSet<>(reference == null ? Set.of() : reference);
        view.forEach(missing::remove);
        return missing;
    }

    private long known(List<M> view) {
        Set<M> before = reference;
        return before == null ? view.size() : view.stream().filter(before::contains).count();
    }
}
