// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.upgrade;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Epoch;
import dev.galley.cluster.Listening;
import dev.galley.cluster.Registry;
import dev.galley.cluster.Settings;
import dev.galley.cluster.upgrade.Told.Checked;
import dev.galley.cluster.upgrade.Turn.Step;
import dev.galley.cluster.upgrade.Upgrade.Phase;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Takes part in upgrades: looks at a new version, tells how this node is, takes its turn, and
/// stands for driving one while there is one. One virtual thread, which sleeps while there is none.
/// What it does goes to the log, a line each, which begins with `upgrade:`.
public final class Upgrader implements AutoCloseable {
    static final Logger LOG = System.getLogger("dev.galley.upgrade");
    private static final int TICK_MILLIS = 500;

    private final Coordination coordination;
    private final Replaceable process;
    private final Semaphore changed = new Semaphore(1);
    private final List<Listening> listenings = new ArrayList<>();
    private final Registry.Offer offer;
    private final Thread thread;
    private @Nullable Driver driver;
    private volatile @Nullable Thread checking;
    private volatile String checked = "";
    private volatile Checked found = Checked.NOTHING;
    private volatile boolean leaves;
    private volatile boolean closed;
    private Told told;

    public Upgrader(Coordination coordination, Replaceable process) {
        this.coordination = coordination;
        this.process = process;
        this.told = told(false);
        this.offer = coordination.registry().offer(told.instance(coordination.membership().self()));
        listenings.add(coordination.settings().listen(_ -> wake()));
        this.thread = Thread.ofVirtual().name("upgrader").start(this::run);
    }

    private void wake() {
        if (changed.availablePermits() == 0) changed.release();
    }

    private void run() {
        boolean underWay = true;
        try {
            while (!closed) {
                if (!underWay) changed.acquire();
                else {
                    var _ = changed.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS);
                }
                changed.drainPermits();
                underWay = attempt();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /// What fails is tried again at the next change, or tick.
    ///
    /// @return whether there is an upgrade
    private boolean attempt() {
        try {
            Settings.Version newest = coordination.settings().newest(Upgrade.TEXT);
            Upgrade upgrade = newest == null ? null : Upgrade.parse(newest.text());
            boolean underWay = upgrade != null && !upgrade.phase().isOver();
            stand(underWay);
            if (newest != null && upgrade != null && underWay) act(newest, upgrade);
            tell(underWay);
            return underWay;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "upgrade: this node cannot act", e);
            return true;
        }
    }

    private void stand(boolean underWay) {
        if (underWay && driver == null && !leaves) driver = new Driver(coordination);
        else if (!underWay && driver != null) {
            driver.close();
            driver = null;
        }
    }

    private void act(Settings.Version version, Upgrade upgrade) {
        check(upgrade);
        Turn turn = upgrade.turn();
        if (turn == null || leaves || !turn.life().equals(process.running().life())) return;
        boolean able = turn.back() || (checked.equals(upgrade.id()) && found.faults().isEmpty());
        boolean owns = coordination.membership().standing().owns();
        if (!able || !owns || !admits(upgrade)) return;
        if (turn.step() == Step.ASKED) take(version, upgrade, turn);
        // It has written so, and not heard whether that was done.
        else if (turn.step() == Step.LEAVING) leave(version.number(), upgrade, turn);
    }

    private boolean admits(Upgrade upgrade) {
        return upgrade.epoch() > 0
                && coordination.election().fence(Upgrade.ROLE).admits(new Epoch(upgrade.epoch()));
    }

    private void check(Upgrade upgrade) {
        if (upgrade.phase() == Phase.BACK || checked.equals(upgrade.id()) || checking != null)
            return;
        checking =
                Thread.ofVirtual()
                        .name("upgrade-check")
                        .start(() -> {
                            found = found(upgrade.plan());
                            checked = upgrade.id();
                            checking = null;
                            wake();
                        });
    }

    /// What goes wrong in looking is a fault as any other: the next upgrade is looked at again.
    private Checked found(Plan plan) {
        try {
            return process.check(plan);
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, "upgrade: this node cannot look at " + plan.file(), e);
            return new Checked(
                    List.of("cannot look at " + plan.file() + ": " + e), new TreeMap<>());
        }
    }

    /// Once this is written nobody else is asked before this node is back.
    private void take(Settings.Version version, Upgrade upgrade, Turn turn) {
        String self = coordination.membership().self().name();
        Upgrade next = upgrade.at(turn.at(Step.LEAVING));
        try {
            var taken =
                    coordination
                            .settings()
                            .write(Upgrade.TEXT, version.number(), self, next.text());
            leave(taken.number(), upgrade, turn);
        } catch (CoordinationException e) {
            LOG.log(Level.INFO, "upgrade: node={0} stays: {1}", self, e.getMessage());
        }
    }

    private void leave(long number, Upgrade upgrade, Turn turn) {
        leaves = true;
        LOG.log(
                Level.INFO,
                "upgrade: node={0} epoch={1,number,#} goes {2} by version {3,number,#}",
                turn.node(),
                upgrade.epoch(),
                turn.back() ? "back" : "to " + upgrade.plan().file(),
                number);
        tell(true);
        if (turn.back()) process.restore();
        else process.replace(upgrade);
    }

    private void tell(boolean underWay) {
        Told now = told(underWay);
        if (now.equals(told)) return;
        told = now;
        offer.replace(now.instance(coordination.membership().self()));
    }

    private Told told(boolean underWay) {
        var self = coordination.membership().self();
        return new Told(
                self.name(),
                self.version(),
                process.running(),
                leaves ? "it is being replaced" : underWay ? process.unready() : "",
                checked,
                found,
                underWay ? process.counts() : Counts.NONE);
    }

    /// What all nodes have told, and how far the upgrade is that was the last.
    public static View view(Coordination coordination) {
        Settings.Version newest = coordination.settings().newest(Upgrade.TEXT);
        return new View(
                newest == null ? null : Upgrade.parse(newest.text()),
                newest == null ? 0 : newest.number(),
                List.copyOf(Driver.told(coordination).values()));
    }

    /// What one node knows of upgrades.
    ///
    /// @param upgrade null: there has been none
    /// @param number of its text, among its versions
    public record View(@Nullable Upgrade upgrade, long number, List<Told> nodes) {}

    /// Takes part no more.
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (driver != null) driver.close();
        listenings.forEach(Listening::close);
        offer.close();
    }
}
