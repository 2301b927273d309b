// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.app.App;
import dev.galley.app.AppException;
import dev.galley.app.Located;
import dev.galley.cluster.Coordination;
import dev.galley.cluster.Listening;
import dev.galley.cluster.placement.Agent;
import dev.galley.cluster.placement.Leader;
import dev.galley.cluster.placement.Report;
import dev.galley.cluster.placement.Report.Phase;
import dev.galley.cluster.placement.Runner;
import dev.galley.cluster.placement.Wanted;
import dev.galley.config.Address;
import dev.galley.config.AppConfig;
import dev.galley.rpc.server.Dispatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The modules of this process, as the cluster places them; and this process as the one that places
/// those of all, if it is its turn.
final class Placing implements Runner, AutoCloseable {
    /// How long the nodes of a new cluster may come before modules are given to those that are
    /// there.
    private static final Duration GATHERING = Duration.ofSeconds(3);

    private final App app;
    private final Supplier<AppConfig> config;
    private final Runnable moved;
    private final BooleanSupplier ready;
    private final Agent agent;
    private final Leader leader;
    private final Listening listening;
    private volatile Map<String, List<Address>> endpoints = Map.of();
    private Map<String, Report> heard = Map.of();

    /// @param config what the file says at this moment
    /// @param patience how long calls under way may take when a module ends
    /// @param ready whether there are sessions to answer from
    /// @param moved called when modules serve elsewhere than before
    Placing(
            App app,
            Coordination coordination,
            Supplier<AppConfig> config,
            Duration patience,
            BooleanSupplier ready,
            Runnable moved) {
        this.app = app;
        this.config = config;
        this.ready = ready;
        this.moved = moved;
        this.listening = coordination.registry().listen(all -> heard(Report.all(all)));
        this.agent = new Agent(coordination, this, patience);
        this.leader = new Leader(coordination, this::wanted, GATHERING);
    }

    private List<Wanted> wanted() {
        return app.modules().keySet().stream().map(this::wanted).toList();
    }

    private Wanted wanted(String name) {
        AppConfig.Module said = config.get().modules().get(name);
        if (said == null) return new Wanted(name, Wanted.EVERYWHERE, false, Map.of(), "zone", null);
        AppConfig.Replicas replicas = said.replicas();
        int many = replicas == null ? Wanted.EVERYWHERE : replicas.min();
        return new Wanted(
                name,
                said.singleton() ? 1 : many,
                said.singleton(),
                said.on(),
                said.spread(),
                said.apart(),
                bounds(said));
    }

    private static Wanted.@Nullable Bounds bounds(AppConfig.Module said) {
        AppConfig.Replicas replicas = said.replicas();
        Integer max = replicas == null ? null : replicas.max();
        if (replicas == null || max == null) return null;
        return new Wanted.Bounds(replicas.min(), max, said.scale() != null);
    }

    /// Much of what the registry has is not about where modules are. One thread.
    private void heard(Map<String, Report> reports) {
        if (reports.equals(heard)) return;
        heard = reports;
        follow(reports.values());
    }

    private void follow(Iterable<Report> reports) {
        Map<String, List<Located>> where = new HashMap<>();
        Map<String, List<Address>> open = new HashMap<>();
        for (Report report : reports)
            report.modules()
                    .forEach((module, stint) -> {
                        if (stint.phase() != Phase.RUNNING) return;
                        where.computeIfAbsent(module, _ -> new ArrayList<>())
                                .add(new Located(report.node(), report.address()));
                        open.computeIfAbsent(module, _ -> new ArrayList<>())
                                .addAll(stint.endpoints());
                    });
        app.located(where);
        endpoints = Map.copyOf(open);
        moved.run();
    }

    /// Where each module serves besides its calls, in the whole cluster.
    List<Address> endpointsOf(String module) {
        return endpoints.getOrDefault(module, List.of());
    }

    Leader leader() {
        return leader;
    }

    /// Whether a module is one of this version of the program.
    boolean knows(String module) {
        return app.modules().containsKey(module);
    }

    /// What other nodes call here; null: they don't.
    @Nullable Dispatcher served() {
        return app.served();
    }

    /// A module of this process has opened one.
    void opened() {
        agent.wake();
    }

    /// The file says something else.
    void reconfigured() {
        leader.wake();
    }

    @Override
    public @Nullable String begin(String module, BooleanSupplier may) {
        try {
            app.begin(module, may);
            return null;
        } catch (AppException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public boolean drain(String module, Duration patience) throws InterruptedException {
        return app.drain(module, patience);
    }

    @Override
    public void end(String module) {
        app.end(module);
    }

    @Override
    public List<Address> endpoints(String module) {
        return app.endpoints(module);
    }

    @Override
    public boolean ready() {
        return ready.getAsBoolean();
    }

    /// Leaves its modules to the others, and gives up its turn.
    @Override
    public void close() {
        agent.close();
        leader.close();
        listening.close();
    }
}
