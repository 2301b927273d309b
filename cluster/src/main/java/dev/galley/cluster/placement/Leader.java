// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Election;
import dev.galley.cluster.Instance;
import dev.galley.cluster.Listening;
import dev.galley.cluster.Settings;
import dev.galley.cluster.Term;
import dev.galley.cluster.placement.Scene.Alive;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Says who is to run what, as long as this node is the one to say so. Each node of the cluster
/// stands for it.
///
/// What it says is a text that all nodes read ({@link Settings}). It carries the epoch of the
/// leader's term, and follows the version that the leader has read: so one whose term is over,
/// which it may not know, cannot write over what its follower has written, for that one begins by
/// writing the text anew. And if it could, the nodes would refuse it ({@link
/// dev.galley.cluster.Fence}).
public final class Leader implements Election.Lead, AutoCloseable {
    /// What its nodes stand for.
    public static final String ROLE = "placement";

    static final String TEXT = "placement";

    private static final Duration TICK = Duration.ofMillis(500);

    private final Coordination coordination;
    private final Supplier<? extends Collection<Wanted>> wanted;
    private final Duration gathering;
    private final Semaphore changed = new Semaphore(1);
    private final List<Listening> listenings = new ArrayList<>();
    private volatile Settings.@Nullable Version written;
    private Map<String, Report> reports = Map.of();

    /// @param wanted what the file says at this moment
    /// @param gathering how long nodes may come before the first assignment of a new cluster
    public Leader(
            Coordination coordination,
            Supplier<? extends Collection<Wanted>> wanted,
            Duration gathering) {
        this.coordination = coordination;
        this.wanted = wanted;
        this.gathering = gathering;
        listenings.add(coordination.membership().listen(_ -> wake()));
        listenings.add(coordination.registry().listen(this::heard));
        listenings.add(coordination.settings().listen(_ -> wake()));
        listenings.add(coordination.election().stand(ROLE, this));
    }

    /// Told what the registry has; much of that is not about modules. One thread.
    private void heard(List<Instance> instances) {
        Map<String, Report> now = Report.all(instances);
        if (now.equals(reports)) return;
        reports = now;
        wake();
    }

    /// Something has changed that decides who runs what.
    public void wake() {
        if (changed.availablePermits() == 0) changed.release();
    }

    @Override
    public void lead(Term term) throws InterruptedException {
        Agent.LOG.log(
                Level.INFO,
                "placement: node={0} leads epoch={1,number,#}",
                term.node(),
                term.epoch().value());
        long begun = System.nanoTime();
        while (true) {
            boolean early = System.nanoTime() - begun < gathering.toNanos();
            if (!decide(term, early)) return;
            var _ = changed.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS);
            changed.drainPermits();
        }
    }

    /// @param early whether the first assignment is to wait
    /// @return whether the term goes on
    private boolean decide(Term term, boolean early) {
        Settings.Version newest = newest();
        if (newest == null && early) return true;
        Assignment before = newest == null ? Assignment.NONE : Assignment.parse(newest.text());
        if (before.epoch() > term.epoch().value()) return false;
        long number = newest == null ? 0 : newest.number();
        Assignment next = scene(before, number, wishes()).next(term.epoch().value());
        if (!next.equals(before)) write(number, before, next, term);
        return true;
    }

    /// What it has written itself it knows before it hears of it.
    private Settings.@Nullable Version newest() {
        Settings.Version heard = coordination.settings().newest(TEXT), own = written;
        boolean ahead = own != null && (heard == null || heard.number() < own.number());
        return ahead ? own : heard;
    }

    private void write(long number, Assignment before, Assignment next, Term term) {
        try {
            written = coordination.settings().write(TEXT, number, term.node(), next.text());
            next.tasks()
                    .forEach((module, task) -> {
                        if (!task.equals(before.tasks().get(module)))
                            tell(term, "%s %s, assignment %d".formatted(module, task, number + 1));
                    });
        } catch (CoordinationException e) {
            tell(term, "nothing: " + e.getMessage());
        }
    }

    private static void tell(Term term, String what) {
        Agent.LOG.log(
                Level.INFO,
                "placement: node={0} epoch={1,number,#} assigns {2}",
                term.node(),
                term.epoch().value(),
                what);
    }

    private Wishes wishes() {
        return Wishes.of(coordination.settings());
    }

    /// The modules that could be nowhere if a node were drained.
    public List<String> needing(String node) {
        Settings.Version newest = coordination.settings().newest(TEXT);
        if (newest == null) return List.of();
        Assignment now = Assignment.parse(newest.text());
        return scene(now, newest.number(), wishes().drained(node)).homeless();
    }

    /// What is wanted of each module, after all that was asked for.
    public List<Wanted> wanted() {
        return wanted(wishes());
    }

    private List<Wanted> wanted(Wishes wishes) {
        Numbers numbers = Numbers.of(coordination.settings());
        return wanted.get().stream().map(wishes::of).map(numbers::of).toList();
    }

    /// On how many of the nodes that are there a module may run.
    public int room(String module) {
        Scene now = scene(Assignment.NONE, 0, wishes());
        return now.wanted().stream()
                .filter(one -> one.module().equals(module))
                .mapToInt(now::room)
                .sum();
    }

    private Scene scene(Assignment before, long number, Wishes wishes) {
        SortedMap<String, Alive> alive = new TreeMap<>();
        coordination
                .membership()
                .members()
                .forEach((name, member) ->
                        alive.put(
                                name, new Alive(member.joined().value(), member.node().labels())));
        return new Scene(
                wanted(wishes),
                alive,
                wishes.drained(),
                Report.all(coordination.registry().instances()),
                before,
                number);
    }

    /// Gives the role up.
    @Override
    public void close() {
        listenings.reversed().forEach(Listening::close);
    }
}
