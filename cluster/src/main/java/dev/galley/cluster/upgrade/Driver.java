// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.upgrade;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Election;
import dev.galley.cluster.Listening;
import dev.galley.cluster.Settings;
import dev.galley.cluster.Term;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Writes how an upgrade goes on, as long as this node is the one to do so. As the leader of the
/// placement it remembers nothing that is not in the text, but how long it has looked at it: so the
/// next driver goes on where this one was. It writes by compare and set, the text anew when its
/// term begins, and so does a node that takes its turn; nobody acts by what is over.
final class Driver implements Election.Lead, AutoCloseable {
    private static final int TICK_MILLIS = 250;

    private final Coordination coordination;
    private final Semaphore changed = new Semaphore(1);
    private final List<Listening> listenings = new ArrayList<>();
    private Settings.@Nullable Version seen;
    private SortedMap<String, Told> first = new TreeMap<>();
    private long since;

    Driver(Coordination coordination) {
        this.coordination = coordination;
        listenings.add(coordination.registry().listen(_ -> wake()));
        listenings.add(coordination.settings().listen(_ -> wake()));
        listenings.add(coordination.election().stand(Upgrade.ROLE, this));
    }

    private void wake() {
        if (changed.availablePermits() == 0) changed.release();
    }

    @Override
    public void lead(Term term) throws InterruptedException {
        seen = null;
        while (decide(term)) {
            var _ = changed.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS);
            changed.drainPermits();
        }
    }

    /// @return whether the term goes on
    private boolean decide(Term term) {
        Settings.Version newest = newest();
        if (newest == null) return true;
        SortedMap<String, Told> told = told(coordination);
        look(newest, told);
        Upgrade now = Upgrade.parse(newest.text());
        if (now.epoch() > term.epoch().value()) return false;
        if (now.phase().isOver()) return true;
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
        Upgrade next =
                Course.next(now, new Sight(told, first, millis, term.node()))
                        .of(term.epoch().value());
        if (!next.equals(now)) write(newest.number(), next, term);
        return true;
    }

    static SortedMap<String, Told> told(Coordination coordination) {
        return Told.all(
                coordination.registry().instances(), coordination.membership().members().keySet());
    }

    /// What it has written itself it knows before it hears of it.
    private Settings.@Nullable Version newest() {
        Settings.Version heard = coordination.settings().newest(Upgrade.TEXT), own = seen;
        boolean ahead = own != null && (heard == null || heard.number() < own.number());
        return ahead ? own : heard;
    }

    private void look(Settings.Version newest, SortedMap<String, Told> told) {
        if (seen != null && seen.number() == newest.number()) return;
        seen = newest;
        first = told;
        since = System.nanoTime();
    }

    private void write(long number, Upgrade next, Term term) {
        try {
            var written =
                    coordination.settings().write(Upgrade.TEXT, number, term.node(), next.text());
            look(written, told(coordination));
            tell(term, (next.phase() + " " + next.step() + " " + next.why()).strip());
        } catch (CoordinationException e) {
            tell(term, "nothing: " + e.getMessage());
        }
    }

    private static void tell(Term term, String what) {
        Upgrader.LOG.log(
                Level.INFO,
                "upgrade: node={0} epoch={1,number,#} says {2}",
                term.node(),
                term.epoch().value(),
                what);
    }

    /// Gives the role up.
    @Override
    public void close() {
        listenings.reversed().forEach(Listening::close);
    }
}
