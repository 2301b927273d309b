// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Member;
import dev.galley.cluster.Term;
import dev.galley.cluster.placement.Leader;
import dev.galley.cluster.placement.Numbers;
import dev.galley.cluster.placement.Report;
import dev.galley.cluster.placement.Report.Stint;
import dev.galley.cluster.placement.Wanted;
import dev.galley.cluster.placement.Wanted.Bounds;
import dev.galley.cluster.placement.Wishes;
import dev.galley.config.Address;
import dev.galley.scale.ModuleScaler;
import dev.galley.web.ClusterControl;
import dev.galley.web.ClusterPools;
import dev.galley.web.ClusterStatus;
import dev.galley.web.ClusterStatus.NodeStatus;
import dev.galley.web.ClusterStatus.PlacedStatus;
import dev.galley.web.ClusterStatus.StintStatus;
import dev.galley.web.ModuleScale;
import dev.galley.web.Refused;
import dev.galley.web.UpgradeStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What the admin API sees and does of the cluster.
///
/// @param placing null: this node runs no program
/// @param drain how long a node may take to end what is under way
/// @param file the configuration of this node
record ClusterDesk(Cluster cluster, @Nullable Placing placing, Duration drain, Path file)
        implements ClusterControl {
    private static final Duration HEARD = Duration.ofSeconds(2), LOOK = Duration.ofMillis(10);

    @Override
    public ClusterStatus status() {
        Coordination all = cluster.coordination();
        SortedMap<String, Report> reports = Report.all(all.registry().instances());
        Numbers numbers = Numbers.of(all.settings());
        Term term = all.election().holder(Leader.ROLE);
        Term scales = all.election().holder(ModuleScaler.ROLE);
        return new ClusterStatus(
                cluster.config().name(),
                all.membership().self().name(),
                word(all.membership().standing()),
                term == null ? null : term.node(),
                scales == null ? null : scales.node(),
                facts(all),
                nodes(reports),
                wanted().stream().map(one -> module(one, reports, numbers)).toList());
    }

    private Map<String, String> facts(Coordination all) {
        Map<String, String> facts = new TreeMap<>(all.facts());
        if (placing != null) facts.put("sessions", placing.ready() ? "ready" : "not ready");
        return facts;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private List<Wanted> wanted() {
        return placing == null ? List.of() : placing.leader().wanted();
    }

    private SortedMap<String, Member> members() {
        return cluster.coordination().membership().members();
    }

    private Wishes wishes() {
        return Wishes.of(cluster.coordination().settings());
    }

    private List<NodeStatus> nodes(Map<String, Report> reports) {
        Wishes wishes = wishes();
        List<NodeStatus> nodes = new ArrayList<>();
        Map<String, String> files = upgrades().files();
        members()
                .forEach((name, member) -> {
                    Report report = reports.get(name);
                    nodes.add(
                            new NodeStatus(
                                    name,
                                    member.node().address().toString(),
                                    member.node().labels(),
                                    member.node().version(),
                                    files.getOrDefault(name, ""),
                                    wishes.drained().contains(name),
                                    report == null ? 0 : report.modules().size()));
                });
        return nodes;
    }

    private static PlacedStatus module(
            Wanted one, SortedMap<String, Report> reports, Numbers numbers) {
        List<StintStatus> on = new ArrayList<>();
        reports.forEach((node, report) -> {
            Stint stint = report.modules().get(one.module());
            if (stint != null) on.add(stint(node, stint));
        });
        boolean everywhere = one.replicas() == Wanted.EVERYWHERE;
        return new PlacedStatus(
                one.module(),
                everywhere ? null : one.replicas(),
                one.singleton(),
                scale(one, numbers),
                on);
    }

    /// How a module follows its load; null: it does not.
    static @Nullable ModuleScale scale(Wanted one, Numbers numbers) {
        Bounds bounds = one.bounds();
        if (bounds == null || !bounds.byLoad()) return null;
        Numbers.Given given = numbers.of(one.module());
        String because = given == null ? "nobody has looked at its load yet" : given.because();
        return new ModuleScale(one.replicas(), because, bounds.min(), bounds.max());
    }

    private static StintStatus stint(String node, Stint stint) {
        List<String> endpoints = stint.endpoints().stream().map(Address::toString).toList();
        return new StintStatus(node, word(stint.phase()), endpoints, stint.why());
    }

    @Override
    public void drain(String node) throws Refused {
        if (!members().containsKey(node)) throw unknown(node);
        List<String> needing = placing == null ? List.of() : placing.leader().needing(node);
        if (!needing.isEmpty())
            throw new Refused(
                    409,
                    node
                            + " is the only node that can have "
                            + String.join(", ", needing)
                            + ": start another one that may have it, or stop this one");
        change(wishes -> wishes.drained(node));
    }

    @Override
    public void enable(String node) throws Refused {
        if (!members().containsKey(node) && !wishes().drained().contains(node)) throw unknown(node);
        change(wishes -> wishes.enabled(node));
    }

    private Refused unknown(String node) {
        return Refused.unknown("node", node, List.copyOf(members().keySet()));
    }

    @Override
    public void scale(String module, int replicas) throws Refused {
        List<Wanted> all = wanted();
        for (Wanted one : all)
            if (one.module().equals(module)) {
                if (one.singleton())
                    throw new Refused(409, module + " is a singleton: it runs once, or nowhere");
                check(one, replicas);
                change(wishes -> wishes.scaled(module, replicas));
                return;
            }
        throw Refused.unknown("module", module, all.stream().map(Wanted::module).toList());
    }

    private static void check(Wanted one, int replicas) throws Refused {
        Bounds bounds = one.bounds();
        if (bounds == null) return;
        String range = bounds.min() + " to " + bounds.max();
        if (bounds.byLoad())
            throw new Refused(
                    409,
                    "%s is scaled by its load, %s: change replicas or scale in the file, and reload"
                            .formatted(one.module(), range));
        if (!bounds.allow(replicas))
            throw new Refused(
                    409,
                    "%s may run %s times, by replicas in the file; not %d"
                            .formatted(one.module(), range, replicas));
    }

    /// Returns when this node has heard of it: what is shown next is to have it.
    private void change(UnaryOperator<Wishes> edit) throws Refused {
        Coordination all = cluster.coordination();
        try {
            Wishes.change(all.settings(), all.membership().self().name(), edit);
            long begun = System.nanoTime();
            while (!edit.apply(wishes()).equals(wishes())
                    && System.nanoTime() - begun < HEARD.toNanos()) Thread.sleep(LOOK);
        } catch (CoordinationException e) {
            throw new Refused(503, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private PoolsDesk agreed() {
        return new PoolsDesk(cluster.coordination(), file);
    }

    private UpgradeDesk upgrades() {
        return new UpgradeDesk(cluster.coordination(), drain);
    }

    @Override
    public ClusterPools pools() throws Refused {
        return agreed().pools();
    }

    @Override
    public ClusterPools pools(String file) throws Refused {
        return agreed().take(file);
    }

    @Override
    public ClusterPools poolsBack(long version) throws Refused {
        return agreed().back(version);
    }

    @Override
    public UpgradeStatus upgrade() throws Refused {
        return upgrades().status();
    }

    @Override
    public UpgradeStatus upgrade(String file, String jar, Duration watch) throws Refused {
        return upgrades().begin(file, jar, watch);
    }

    @Override
    public UpgradeStatus abortUpgrade() throws Refused {
        return upgrades().abort();
    }
}
