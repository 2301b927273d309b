// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.cluster.upgrade.Told.Checked;
import dev.galley.cluster.upgrade.Told.Running;
import dev.galley.cluster.upgrade.Turn.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Nodes that do as they are told, or fail, in steps of a second.
final class World {
    private static final Plan PLAN = new Plan("/new.yaml", "", 5_000, 30_000);
    private static final int LONGEST = 5_000;
    private static final int QUIET_AFTER = 300;

    final SortedMap<String, Place> nodes = new TreeMap<>();
    final List<String> moves = new ArrayList<>();
    Upgrade upgrade;
    String driver = "n1";
    List<String> faults = List.of();
    Set<String> silent = Set.of();
    boolean sameJars = true;
    int abortAfter = Integer.MAX_VALUE;
    Predicate<String> starts = _ -> true;
    Predicate<String> dies = _ -> false;
    Predicate<String> fails = _ -> false;
    private final RandomGenerator dice;
    private double trouble;
    private SortedMap<String, Told> first = new TreeMap<>();
    private int since;
    private int now;

    /// One node, as the process that it is now.
    static final class Place {
        int life;
        boolean upgraded;
        boolean failed;
        boolean ready = true;
        boolean leaving;
        boolean back;
        int leftAt;
        int absentUntil = -1;
        Counts counts = Counts.NONE;
    }

    World(int size, RandomGenerator dice) {
        this.dice = dice;
        for (int i = 1; i <= size; i++) nodes.put("n" + i, new Place());
        upgrade = Upgrade.asked("u", "n1", PLAN, new TreeSet<>(nodes.keySet())).of(1);
    }

    /// Anything may go wrong for some time.
    void troubles() {
        trouble = dice.nextDouble() * 0.02;
        double share = dice.nextDouble();
        abortAfter = dice.nextInt(3) == 0 ? dice.nextInt(100) : abortAfter;
        if (share < 0.2) starts = _ -> dice.nextInt(3) > 0;
        else if (share < 0.4) fails = _ -> dice.nextInt(8) == 0;
        else if (share < 0.5) dies = _ -> dice.nextInt(4) == 0;
        else if (share < 0.55) faults = List.of("it is no good");
    }

    private boolean happens() {
        return now < QUIET_AFTER && dice.nextDouble() < trouble;
    }

    void run() {
        while (!upgrade.phase().isOver() && now < LONGEST) step();
    }

    void step() {
        now++;
        nodes.forEach(this::live);
        if (happens()) driver = List.copyOf(nodes.keySet()).get(dice.nextInt(nodes.size()));
        if (now == abortAfter) becomes(upgrade.aborted("n1"));
        var sight = new Sight(told(), first, (now - since) * 1000L, driver);
        becomes(Course.next(upgrade, sight));
        nodes.forEach(this::take);
        long away = nodes.values().stream().filter(node -> node.leaving).count();
        assertThat(away).isLessThanOrEqualTo(1);
    }

    private void becomes(Upgrade next) {
        if (next.equals(upgrade)) return;
        upgrade = next;
        since = now;
        first = told();
    }

    /// Takes its turn, after it was asked: sooner or later, or too late.
    private void take(String name, Place node) {
        Turn turn = upgrade.turn();
        boolean asked =
                turn != null
                        && turn.node().equals(name)
                        && turn.step() == Step.ASKED
                        && turn.life().equals("" + node.life)
                        && !upgrade.phase().isOver();
        if (!asked || node.absentUntil >= 0 || (trouble > 0 && dice.nextInt(3) > 0)) return;
        becomes(upgrade.at(turn.at(Step.LEAVING)));
        node.leaving = true;
        node.back = turn.back();
        node.leftAt = now;
        node.absentUntil = now + 3 + (trouble > 0 ? dice.nextInt(20) : 0);
        moves.add(name + (turn.back() ? " back" : " on"));
    }

    private void live(String name, Place node) {
        if (node.absentUntil == now) comeBack(name, node);
        if (node.absentUntil < 0 && happens()) {
            // It is killed, and its supervisor starts it as it was started at first, or nobody
            // does.
            node.absentUntil = dice.nextInt(4) == 0 ? LONGEST + 1 : now + 1 + dice.nextInt(40);
            node.back = true;
        }
        node.ready = !happens() && (node.ready || dice.nextInt(3) > 0);
        boolean bad = node.upgraded && fails.test(name);
        node.counts = node.counts.plus(new Counts(100, bad ? 50 : 0, 100, 0));
    }

    private void comeBack(String name, Place node) {
        boolean on = !node.back;
        if (on && dies.test(name)) {
            node.absentUntil = LONGEST + 1;
            return;
        }
        node.absentUntil = -1;
        node.leaving = false;
        node.life++;
        node.counts = Counts.NONE;
        node.upgraded = on && starts.test(name);
        node.failed = on && !node.upgraded;
    }

    /// What those tell that are there.
    SortedMap<String, Told> told() {
        SortedMap<String, Told> told = new TreeMap<>();
        nodes.forEach((name, node) -> {
            // Who leaves is still there for a while.
            if (node.absentUntil < 0 || (node.leaving && node.absentUntil - now > 2))
                told.put(name, told(name, node));
        });
        return told;
    }

    /// What a node tells takes its time, where there is trouble.
    private boolean isKnownToLeave(Place node) {
        return node.leaving && (trouble == 0 || now - node.leftAt > 4);
    }

    private Told told(String name, Place node) {
        Running process =
                new Running(
                        "" + node.life,
                        node.upgraded ? "u" : "",
                        "/a.yaml",
                        "",
                        "",
                        node.failed ? "u" : "",
                        node.failed ? "it cannot bind" : "");
        TreeMap<String, String> digests = new TreeMap<>();
        digests.put("/new.jar", sameJars ? "same" : name);
        return new Told(
                name,
                "1",
                process,
                node.ready && !isKnownToLeave(node) ? "" : "it is not",
                silent.contains(name) ? "" : "u",
                new Checked(faults, digests),
                node.counts);
    }
}
