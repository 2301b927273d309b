// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Instance;
import dev.galley.cluster.Term;
import dev.galley.cluster.placement.Numbers;
import dev.galley.cluster.placement.Report;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/// The replicas of a module, to the node that scales it. Its load is the sum of what all nodes have
/// told; as long as one that runs it has told nothing, the load is not known.
///
/// @param least how many there are before anybody has said it
/// @param log told each act
record ScaledModule(
        Coordination coordination,
        String name,
        int least,
        ToIntFunction<String> rooms,
        Consumer<String> log,
        Term term)
        implements Scalable {
    @Override
    public Load load() {
        List<Instance> told = coordination.registry().instances();
        SortedMap<String, Work> works = Loads.of(told, Measured.what(name));
        List<String> running =
                Report.all(told).values().stream()
                        .filter(report -> report.runs(name))
                        .map(Report::node)
                        .toList();
        if (!works.keySet().containsAll(running)) return Load.unknown(running.size());
        return works.values().stream().reduce(Work.NONE, Work::plus).load(running.size());
    }

    @Override
    public int current() {
        Numbers.Given given = Numbers.of(coordination.settings()).of(name);
        return given == null ? least : given.replicas();
    }

    /// Modules start in moments: what comes after the next look is not waited for.
    @Override
    public Duration startup() {
        return Duration.ZERO;
    }

    @Override
    public int room() {
        return rooms.applyAsInt(name);
    }

    @Override
    public void want(Decision decision) {
        Numbers.Given now = Numbers.of(coordination.settings()).of(name);
        if (now != null && now.replicas() == decision.wanted()) return;
        String what = name + ": " + decision.wanted() + ", " + decision.because();
        Numbers.Given next = new Numbers.Given(decision.wanted(), decision.because());
        try {
            boolean said =
                    Numbers.change(
                            coordination.settings(), term, before -> before.with(name, next));
            log.accept((said ? "wants " : "may no longer want ") + what);
        } catch (CoordinationException e) {
            log.accept("cannot want " + what + ": " + e.getMessage());
        }
    }
}
