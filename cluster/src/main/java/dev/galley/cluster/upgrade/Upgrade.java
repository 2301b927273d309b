// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.upgrade;

import dev.galley.cluster.Excerpt;
import dev.galley.cluster.upgrade.Turn.Step;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// An upgrade of all nodes, as the cluster has agreed on it last. Immutable. As a text, a line for
/// each of its parts.
///
/// @param id no other upgrade has it
/// @param by which node it was asked of
/// @param epoch of the driver's term; 0: nobody drives it yet
/// @param turn null: nobody's
/// @param usual what the nodes had served before it began
/// @param nodes those that were there when it began
/// @param why it is refused, goes back or has stopped; empty: it goes well
public record Upgrade(
        String id,
        String by,
        Plan plan,
        long epoch,
        Phase phase,
        @Nullable Turn turn,
        Counts usual,
        SortedSet<String> nodes,
        String why) {
    /// Its name among the settings.
    public static final String TEXT = "upgrade";

    /// What the driver stands for.
    public static final String ROLE = "upgrade";

    private static final int LONGEST = 50_000;

    /// Stands for the end of a line within one.
    private static final String BREAK = "\u001f";

    /// How far it is.
    public enum Phase {
        /// Each node looks whether it could run the new version.
        CHECKING,
        /// One node after the other goes to the new version.
        MOVING,
        /// One node after the other goes back to the old version.
        BACK,
        /// All nodes run the new version.
        DONE,
        /// No node has moved.
        REFUSED,
        /// All nodes run the old version.
        ROLLED_BACK,
        /// Somebody has to look: some nodes may run the new version, and others the old one.
        STOPPED;

        /// Whether nothing happens any more.
        public boolean isOver() {
            return compareTo(DONE) >= 0;
        }
    }

    public Upgrade {
        nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
        why = Excerpt.of(why, LONGEST);
    }

    /// One that has not begun.
    public static Upgrade asked(String id, String by, Plan plan, SortedSet<String> nodes) {
        return new Upgrade(id, by, plan, 0, Phase.CHECKING, null, Counts.NONE, nodes, "");
    }

    /// That one given up: what has moved goes back.
    public Upgrade aborted(String by) {
        Phase next = phase == Phase.CHECKING ? Phase.REFUSED : Phase.BACK;
        return phase.isOver() || phase == Phase.BACK ? this : at(next, "aborted at " + by);
    }

    /// Who has taken the turn keeps it: two nodes would be away at once.
    Upgrade at(Phase next, String reason) {
        boolean taken = turn != null && turn.step() == Step.LEAVING;
        return new Upgrade(id, by, plan, epoch, next, taken ? turn : null, usual, nodes, reason);
    }

    Upgrade at(@Nullable Turn next) {
        return new Upgrade(id, by, plan, epoch, phase, next, usual, nodes, why);
    }

    Upgrade moving(Counts before) {
        return new Upgrade(id, by, plan, epoch, Phase.MOVING, null, before, nodes, why);
    }

    Upgrade of(long term) {
        return new Upgrade(id, by, plan, term, phase, turn, usual, nodes, why);
    }

    /// The node whose turn it is, and how far it is: `n2 leaving`; empty: nobody's.
    public String step() {
        return turn == null ? "" : turn.node() + " " + turn.step().name().toLowerCase(Locale.ROOT);
    }

    public String text() {
        return String.join(
                "\n",
                "id " + id,
                "by " + by,
                "file " + plan.file(),
                "jar " + plan.jar(),
                "watch " + plan.watchMillis(),
                "limit " + plan.limitMillis(),
                "epoch " + epoch,
                "phase " + phase,
                "turn " + (turn == null ? "" : turn),
                "usual " + usual,
                "nodes " + String.join(",", nodes),
                "why " + why.replaceAll("\\R", BREAK),
                "");
    }

    /// What such a text says.
    ///
    /// @throws IllegalArgumentException if it is no such text
    public static Upgrade parse(String text) {
        Map<String, String> parts = new HashMap<>();
        for (String line : text.lines().toList()) {
            int space = line.indexOf(' ');
            if (space < 0) throw new IllegalArgumentException("not of an upgrade: " + line);
            parts.put(line.substring(0, space), line.substring(space + 1));
        }
        String turn = part(parts, "turn");
        SortedSet<String> nodes = new TreeSet<>();
        for (String node : part(parts, "nodes").split(",", -1)) nodes.add(node);
        return new Upgrade(
                part(parts, "id"),
                part(parts, "by"),
                new Plan(
                        part(parts, "file"),
                        part(parts, "jar"),
                        Long.parseLong(part(parts, "watch")),
                        Long.parseLong(part(parts, "limit"))),
                Long.parseLong(part(parts, "epoch")),
                Phase.valueOf(part(parts, "phase")),
                turn.isEmpty() ? null : Turn.parse(turn),
                Counts.parse(part(parts, "usual")),
                nodes,
                part(parts, "why").replace(BREAK, "\n"));
    }

    private static String part(Map<String, String> parts, String name) {
        String part = parts.get(name);
        if (part == null) throw new IllegalArgumentException("an upgrade without " + name);
        return part;
    }
}
