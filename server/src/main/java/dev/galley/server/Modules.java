// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.app.App;
import dev.galley.app.AppException;
import dev.galley.app.Host;
import dev.galley.cli.Mode;
import dev.galley.cluster.Coordination;
import dev.galley.cluster.placement.Numbers;
import dev.galley.cluster.placement.Wanted;
import dev.galley.config.Address;
import dev.galley.config.AppConfig;
import dev.galley.config.Config;
import dev.galley.config.MemberConfig;
import dev.galley.net.Loops;
import dev.galley.pool.Pool;
import dev.galley.sessions.SessionStore;
import dev.galley.sessions.replicated.ReplicatedStore;
import dev.galley.web.AppStatus;
import dev.galley.web.ModuleScale;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The program's modules in this process. A Galley without a program never loads this class, nor
/// anything of RPC.
final class Modules {
    private static final System.Logger LOG = System.getLogger(Modules.class.getName());

    private final Supplier<? extends Collection<Pool>> fed;
    private final @Nullable Cluster cluster;
    private final BiConsumer<String, String> told;
    private volatile AppConfig config;
    private volatile @Nullable App app;
    private volatile @Nullable Placing placing;
    private volatile @Nullable ModuleScaling scaling;

    private Modules(
            AppConfig config,
            @Nullable Cluster cluster,
            Supplier<? extends Collection<Pool>> fed,
            BiConsumer<String, String> told) {
        this.told = told;
        this.config = config;
        this.cluster = cluster;
        this.fed = fed;
    }

    /// @param store what modules that ask for it are given; it stays open
    /// @param seen given each pool of nodes that modules are called by, before it is used
    /// @param fed the pools that may name modules as members
    /// @param told told the module whose number has changed, and why
    /// @throws StartException if they can't be started; nothing is left behind
    static Modules start(
            Path file,
            Config config,
            SessionStore store,
            @Nullable Cluster cluster,
            Mode mode,
            Loops loops,
            Consumer<Pool> seen,
            Supplier<? extends Collection<Pool>> fed,
            BiConsumer<String, String> told)
            throws StartException {
        AppConfig said = Objects.requireNonNull(config.app());
        if (cluster != null && mode.paranoid() != null)
            throw new StartException("--paranoid is for one process, or app.nodes; not a cluster");
        try {
            AppConfig own = cluster == null ? said : cluster.of(said);
            Provisions provisions = new Provisions(store);
            Modules modules = new Modules(own, cluster, fed, told);
            String node = cluster == null ? Nodes.own(config, mode) : own.node();
            Host host = new Host(loops, seen, provisions, cluster != null, modules::opened);
            App app = App.start(file.toString(), own, node, mode.paranoid(), host);
            provisions.started(app);
            modules.app = app;
            if (cluster != null)
                modules.place(app, cluster.coordination(), config.drain(), ready(store));
            return modules;
        } catch (AppException e) {
            throw new StartException(e.errors());
        }
    }

    /// Sessions that are elsewhere, or here alone, need not be compared with those of others.
    private static BooleanSupplier ready(SessionStore store) {
        return store instanceof ReplicatedStore ? store::ready : () -> true;
    }

    private void place(
            App started, Coordination coordination, Duration patience, BooleanSupplier ready) {
        Placing placed =
                new Placing(started, coordination, () -> config, patience, ready, this::feed);
        placing = placed;
        ModuleScaling scales = new ModuleScaling(started, coordination, placed, fed, told);
        scaling = scales;
        scales.take(config);
    }

    private App app() {
        App made = app;
        if (made == null) throw new IllegalStateException("the modules are being started");
        return made;
    }

    /// A module has opened an endpoint.
    private void opened() {
        Placing placed = placing;
        if (placed != null) placed.opened();
        else if (app != null) feed();
    }

    private void feed() {
        feed(fed.get());
    }

    /// Tells the pools that name modules where those serve.
    void feed(Collection<Pool> pools) {
        for (Pool pool : pools)
            for (MemberConfig member : pool.config().members()) {
                String module = member.module();
                if (module != null) pool.placed(module, endpoints(module));
            }
    }

    private List<Address> endpoints(String module) {
        Placing placed = placing;
        return placed == null ? app().endpoints(module) : placed.endpointsOf(module);
    }

    /// What is wrong with the classes of a program; empty: nothing.
    static List<String> check(Path file, AppConfig config) {
        return App.check(file.toString(), config);
    }

    /// Why the modules cannot go on with this; empty: they can.
    List<String> objections(AppConfig next) {
        return app().objections(own(next));
    }

    /// Goes on with this, to which there are no objections.
    void reconfigure(AppConfig next) {
        config = own(next);
        app().reconfigure(config);
        Placing placed = placing;
        if (placed != null) placed.reconfigured();
        ModuleScaling scales = scaling;
        if (scales != null) scales.take(config);
        feed();
    }

    private AppConfig own(AppConfig said) {
        return cluster == null ? said : cluster.of(said);
    }

    /// Null: no cluster places them.
    @Nullable Placing placing() {
        return placing;
    }

    /// The nodes that modules are called at by this process.
    List<Pool> pools() {
        return app().callees().stream().map(App.Callee::pool).toList();
    }

    AppStatus status() {
        return AppViews.of(app(), scales());
    }

    private Map<String, ModuleScale> scales() {
        Map<String, ModuleScale> scales = new HashMap<>();
        Placing placed = placing;
        if (cluster == null || placed == null) return scales;
        Numbers numbers = Numbers.of(cluster.coordination().settings());
        for (Wanted one : placed.leader().wanted()) {
            ModuleScale scale = ClusterDesk.scale(one, numbers);
            if (scale != null) scales.put(one.module(), scale);
        }
        return scales;
    }

    /// Which modules run here, and where the others are.
    List<String> lines() {
        App app = app();
        if (cluster != null)
            return List.of(
                    "node %s, %s: as the cluster %s places them"
                            .formatted(app.node(), app.address(), cluster.config().name()));
        List<String> lines = new ArrayList<>();
        Address address = app.address();
        String here = app.node() == null ? "here" : "node " + app.node();
        if (address != null) here += ", " + address;
        lines.add(here + ": " + (app.here().isEmpty() ? "-" : String.join(", ", app.here())));
        app.modules()
                .forEach((module, nodes) -> {
                    if (!app.here().contains(module))
                        lines.add(module + " on " + String.join(", ", nodes));
                });
        return lines;
    }

    /// Takes no more calls from other nodes, and has ended those under way when it is done.
    ///
    /// @return whether they ended within `limit`
    CompletableFuture<Boolean> drain(Duration limit) {
        CompletableFuture<Boolean> drained = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                leave();
                drained.complete(app().drain(limit));
            } catch (InterruptedException | RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "modules are cut off", e);
                drained.complete(false);
            }
        });
        return drained;
    }

    void close() {
        leave();
        app().close();
    }

    /// Leaves to the other nodes what this one runs and decides.
    private void leave() {
        ModuleScaling scales = scaling;
        if (scales != null) scales.close();
        Placing placed = placing;
        if (placed != null) placed.close();
    }
}
