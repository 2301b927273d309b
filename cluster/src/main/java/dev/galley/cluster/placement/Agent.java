// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.Epoch;
import dev.galley.cluster.Fence;
import dev.galley.cluster.Listening;
import dev.galley.cluster.Membership;
import dev.galley.cluster.Registry;
import dev.galley.cluster.Settings;
import dev.galley.cluster.Standing;
import dev.galley.cluster.placement.Assignment.Task;
import dev.galley.cluster.placement.Report.Stint;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Makes the modules of this node what the leader says, and tells how far they are. One virtual
/// thread decides; making and ending modules happens on others, so that a slow one holds up no
/// other.
///
/// An assignment of an epoch that is over is refused. A node that does not know whether it is still
/// a member changes nothing, but that it ends its singletons: somebody else may have them. All that
/// it does goes to the log, a line each, which begins with `placement:`.
public final class Agent implements AutoCloseable {
    static final Logger LOG = System.getLogger("dev.galley.placement");
    private static final Duration TICK = Duration.ofMillis(500);

    private static final Duration LOOK = Duration.ofMillis(20);

    private final Coordination coordination;
    private final Membership membership;
    private final Fence fence;
    private final Runner runner;
    private final Duration patience;
    private final Map<String, Tenure> tenures = new ConcurrentHashMap<>();
    private final Semaphore changed = new Semaphore(1);
    private final List<Listening> listenings = new ArrayList<>();
    private final Registry.Offer offer;
    private final Thread thread;
    private final Homecoming homecoming = new Homecoming();
    private Report told;
    private long seen;
    private long refused;
    private volatile boolean closing;
    private volatile boolean closed;

    /// @param patience how long calls under way may take when a module ends
    public Agent(Coordination coordination, Runner runner, Duration patience) {
        this.coordination = coordination;
        this.membership = coordination.membership();
        this.fence = coordination.election().fence(Leader.ROLE);
        this.runner = runner;
        this.patience = patience;
        this.told = report();
        this.offer = coordination.registry().offer(told.instance());
        listenings.add(coordination.settings().listen(_ -> wake()));
        listenings.add(membership.listen(_ -> wake()));
        listenings.add(membership.watch(_ -> wake()));
        this.thread = Thread.ofVirtual().name("placement-agent").start(this::run);
    }

    /// Something has changed that the others may want to know, or that is to be acted on.
    public void wake() {
        if (changed.availablePermits() == 0) changed.release();
    }

    private void run() {
        try {
            while (!closed) {
                var _ = changed.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS);
                changed.drainPermits();
                attempt();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /// What fails is tried again at the next change, or tick.
    private void attempt() {
        try {
            look();
            tell();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "placement: this node cannot act", e);
        }
    }

    private void look() {
        Settings.Version newest = coordination.settings().newest(Leader.TEXT);
        Epoch joined = membership.joined();
        if (!membership.standing().owns() || joined == null) quitAlone("it may be no member");
        else if (newest != null) act(newest, Assignment.parse(newest.text()), joined.value());
    }

    private void act(Settings.Version version, Assignment assignment, long joined) {
        if (!fence.admits(new Epoch(assignment.epoch()))) {
            if (refused != version.number()) log("refuses", name(version, assignment));
            refused = version.number();
            return;
        }
        quitAloneSince(joined);
        String self = membership.self().name();
        if (!assignment.knows(self, joined)) return;
        String by = "by " + name(version, assignment);
        assignment
                .tasks()
                .forEach((module, task) -> {
                    if (task.runsOn(self)) begin(module, task, joined, by);
                });
        tenures.forEach((module, tenure) -> {
            Task task = assignment.tasks().get(module);
            if (task == null || !task.runsOn(self)) tenure.leave(by);
        });
        seen = version.number();
    }

    private static String name(Settings.Version version, Assignment assignment) {
        return "assignment %d of epoch %d".formatted(version.number(), assignment.epoch());
    }

    private void begin(String module, Task task, long joined, String by) {
        Tenure tenure = tenures.get(module);
        if (tenure != null && tenure.alone() != task.alone()) tenure.leave(by);
        else if (tenure == null) {
            Tenure next = new Tenure(this, module, task.alone() ? joined : 0);
            tenures.put(module, next);
            next.begin(by);
        } else tenure.beginAgain();
    }

    /// Whether a singleton that was begun as the node joined then may serve a call.
    boolean owns(long joined) {
        if (!membership.standing().owns()) return false;
        Epoch now = membership.joined();
        return now != null && now.value() == joined;
    }

    private void quitAlone(String why) {
        tenures.values().stream().filter(Tenure::alone).forEach(tenure -> tenure.quit(why));
    }

    /// Those that it had before it was lost, and came back.
    private void quitAloneSince(long joined) {
        tenures.values().stream()
                .filter(tenure -> tenure.alone() && tenure.joined() != joined)
                .forEach(tenure -> tenure.quit("it was no member for a time"));
    }

    /// A module has ended.
    void ended(Tenure tenure) {
        tenures.remove(tenure.module(), tenure);
        wake();
    }

    Runner runner() {
        return runner;
    }

    Duration patience() {
        return patience;
    }

    private void tell() {
        Report now = report();
        if (now.equals(told)) return;
        told = now;
        offer.replace(now.instance());
    }

    private Report report() {
        SortedMap<String, Stint> modules = new TreeMap<>();
        Epoch joined = membership.joined();
        boolean welcome =
                homecoming.welcomes(
                        membership.standing() == Standing.OUT,
                        joined == null ? 0 : joined.value(),
                        runner.ready(),
                        System.nanoTime());
        tenures.forEach((module, tenure) -> modules.put(module, tenure.stint(welcome)));
        var self = membership.self();
        return new Report(self.name(), self.address(), self.version(), !closing, seen, modules);
    }

    /// A line for whoever checks afterwards who had what when.
    void log(String verb, String what) {
        LOG.log(Level.INFO, "placement: node={0} {1} {2}", membership.self().name(), verb, what);
    }

    /// Has the leader put all modules elsewhere, and ends what is left of them, within the patience
    /// each time.
    @Override
    public void close() {
        closing = true;
        wake();
        try {
            empty();
            closed = true;
            thread.interrupt();
            thread.join();
            tenures.values().forEach(tenure -> tenure.leave("since the node stops"));
            tell();
            for (Tenure tenure : List.copyOf(tenures.values())) tenure.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listenings.forEach(Listening::close);
        offer.close();
    }

    /// Waits until the leader has taken all modules away, as long as there is one to hope for.
    private void empty() throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!tenures.isEmpty()
                && membership.standing().owns()
                && System.nanoTime() - deadline < 0) Thread.sleep(LOOK);
    }
}
