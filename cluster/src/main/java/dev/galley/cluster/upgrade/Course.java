// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.upgrade;

import dev.galley.cluster.upgrade.Turn.Step;
import dev.galley.cluster.upgrade.Upgrade.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How an upgrade goes on: a pure function of how far it is and what is seen.
///
/// A node leaves only when it has written into the text that it has taken its turn, and from then
/// on nobody else is asked until it is back: so no two nodes are away for the upgrade. It is over
/// in the end, since each wait has a limit.
final class Course {
    private static final String OLD = "came back with the old version: was it started anew?";

    private final Upgrade now;
    private final Sight sight;

    private Course(Upgrade now, Sight sight) {
        this.now = now;
        this.sight = sight;
    }

    /// The next state; `now`: there is nothing to do but to wait.
    static Upgrade next(Upgrade now, Sight sight) {
        return new Course(now, sight).next();
    }

    private Upgrade next() {
        Turn turn = now.turn();
        return switch (now.phase()) {
            case CHECKING -> checking();
            case MOVING -> turn == null ? choose() : turn(turn);
            case BACK -> turn == null ? chooseBack() : turnBack(turn);
            case DONE, REFUSED, ROLLED_BACK, STOPPED -> now;
        };
    }

    private boolean late() {
        return sight.millis() > now.plan().limitMillis();
    }

    private String limit() {
        return now.plan().limitMillis() / 1000 + " s";
    }

    private Upgrade checking() {
        List<String> waited = new ArrayList<>(missing());
        Counts usual = Counts.NONE;
        for (Told told : sight.told().values()) {
            if (!told.checked().equals(now.id())) waited.add(told.node());
            usual = usual.plus(told.counts());
        }
        if (!waited.isEmpty()) {
            String silent = String.join(", ", waited) + " did not answer within " + limit();
            return late() ? now.at(Phase.REFUSED, silent) : now;
        }
        List<String> faults = new ArrayList<>(faults());
        faults.addAll(differences());
        return faults.isEmpty()
                ? now.moving(usual)
                : now.at(Phase.REFUSED, String.join("\n", faults));
    }

    /// Each one once, with the nodes that have found it.
    private List<String> faults() {
        Map<String, SortedSet<String>> nodes = new TreeMap<>();
        for (Told told : sight.told().values())
            for (String fault : told.found().faults())
                nodes.computeIfAbsent(fault, _ -> new TreeSet<>()).add(told.node());
        return nodes.entrySet().stream()
                .map(fault -> names(fault.getValue()) + ": " + fault.getKey())
                .toList();
    }

    private String names(SortedSet<String> nodes) {
        return nodes.equals(now.nodes()) ? "all nodes" : String.join(", ", nodes);
    }

    /// Jars that are not the same everywhere.
    private List<String> differences() {
        SortedMap<String, SortedSet<String>> digests = new TreeMap<>();
        for (Told told : sight.told().values())
            told.found()
                    .digests()
                    .forEach((jar, digest) ->
                            digests.computeIfAbsent(jar, _ -> new TreeSet<>()).add(digest));
        return digests.entrySet().stream()
                .filter(jar -> jar.getValue().size() > 1)
                .map(jar -> jar.getKey() + " is not the same on all nodes: " + whose(jar.getKey()))
                .toList();
    }

    private String whose(String jar) {
        return sight.told().values().stream()
                .map(told -> told.node() + " has " + told.found().digests().get(jar))
                .collect(Collectors.joining(", "));
    }

    private boolean isNew(Told told) {
        return told.process().runs().equals(now.id());
    }

    private static boolean is(Told told, Turn turn) {
        return told.process().life().equals(turn.life());
    }

    private List<String> missing() {
        return now.nodes().stream().filter(node -> !sight.told().containsKey(node)).toList();
    }

    private Upgrade stop(String why) {
        String news =
                sight.told().values().stream()
                        .filter(this::isNew)
                        .map(Told::node)
                        .collect(Collectors.joining(", "));
        String before = now.why().isEmpty() ? "" : now.why() + "; then ";
        return now.at(
                Phase.STOPPED,
                before + why + "; the new version runs on " + (news.isEmpty() ? "none" : news));
    }

    private static String away(List<String> nodes) {
        return String.join(", ", nodes) + (nodes.size() == 1 ? " is" : " are") + " away";
    }

    /// Asks the next one, when all are well.
    private Upgrade choose() {
        List<String> missing = missing();
        if (!missing.isEmpty()) return late() ? stop(away(missing)) : now;
        for (Told told : sight.told().values())
            if (!told.isReady())
                return late() ? now.at(Phase.BACK, told.node() + ": " + told.unready()) : now;
        Told next = pick(false);
        return next == null ? now.at(Phase.DONE, "") : now.at(asked(next, false));
    }

    private Upgrade chooseBack() {
        List<String> missing = missing();
        if (!missing.isEmpty()) return late() ? stop(away(missing)) : now;
        boolean settled =
                sight.told().values().stream().allMatch(told -> told.isReady() || isNew(told));
        if (!settled && !late()) return now;
        Told next = pick(true);
        return next == null ? now.at(Phase.ROLLED_BACK, now.why()) : now.at(asked(next, true));
    }

    /// One of those that have not what they are to have: first who is not well, last the driver.
    private @Nullable Told pick(boolean isNew) {
        return sight.told().values().stream()
                .filter(told -> isNew(told) == isNew)
                .min(
                        Comparator.comparing(Told::isReady)
                                .thenComparing(told -> told.node().equals(sight.driver())))
                .orElse(null);
    }

    private static Turn asked(Told told, boolean back) {
        return new Turn(told.node(), told.process().life(), Step.ASKED, back);
    }

    private Upgrade turn(Turn turn) {
        Told told = sight.told().get(turn.node());
        return switch (turn.step()) {
            case ASKED -> asked(turn, told);
            case LEAVING -> told == null || is(told, turn) ? awaited(turn) : returned(told, turn);
            case WATCHED -> told == null ? lost(turn) : watched(told);
        };
    }

    private Upgrade asked(Turn turn, @Nullable Told told) {
        if (told != null && told.process().failed().equals(now.id())) return failed(told);
        if (told != null && is(told, turn) && told.checked().equals(now.id()))
            if (!told.found().faults().isEmpty())
                return now.at(
                        Phase.BACK, told.node() + ": " + String.join("; ", told.found().faults()));
        if (told != null && !is(told, turn)) return now.at((Turn) null);
        if (!late()) return now;
        String why = turn.node() + " did not take its turn within " + limit();
        return told == null ? stop(away(List.of(turn.node()))) : now.at(Phase.BACK, why);
    }

    private Upgrade awaited(Turn turn) {
        return late() ? stop(turn.node() + " did not come back within " + limit()) : now;
    }

    private Upgrade returned(Told told, Turn turn) {
        if (!isNew(told)) return failed(told);
        if (told.isReady()) return now.at(turn.at(Step.WATCHED));
        return late() ? back(told) : now;
    }

    private Upgrade failed(Told told) {
        boolean known = told.process().failed().equals(now.id());
        return now.at(Phase.BACK, told.node() + ": " + (known ? told.process().failure() : OLD))
                .at((Turn) null);
    }

    private Upgrade back(Told told) {
        return now.at(Phase.BACK, told.node() + " is not ready: " + told.unready()).at((Turn) null);
    }

    private Upgrade lost(Turn turn) {
        return late() ? stop(away(List.of(turn.node()))) : now;
    }

    private Upgrade watched(Told told) {
        if (!isNew(told)) return failed(told);
        String verdict = Judge.verdict(now, sight);
        if (!verdict.isEmpty()) return now.at(Phase.BACK, told.node() + ": " + verdict);
        boolean over = sight.millis() >= now.plan().watchMillis();
        if (told.isReady()) return over ? now.at((Turn) null) : now;
        long patience = now.plan().watchMillis() + now.plan().limitMillis();
        return sight.millis() > patience ? back(told) : now;
    }

    /// Of a node that goes back; or that had taken its turn to go on, when all were to go back.
    private Upgrade turnBack(Turn turn) {
        Told told = sight.told().get(turn.node());
        if (told == null || is(told, turn))
            return late() ? stop(turn.node() + " did not come back within " + limit()) : now;
        if (!turn.back() || turn.step() == Step.ASKED) return now.at((Turn) null);
        if (isNew(told)) return stop(turn.node() + " came back with the new version");
        if (told.isReady()) return now.at((Turn) null);
        return late() ? stop(turn.node() + " is not ready: " + told.unready()) : now;
    }
}
