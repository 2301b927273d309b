// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.cli.Mode;
import dev.galley.cli.Version;
import dev.galley.config.Config;
import dev.galley.net.Loops;
import dev.galley.net.Way;
import dev.galley.pool.Pool;
import dev.galley.reach.kernel.nft.Floods;
import dev.galley.reach.proxy.Workers;
import dev.galley.server.AgreedPools.Agreed;
import dev.galley.server.Launch.Successor;
import dev.galley.server.Site.Bound;
import dev.galley.server.Site.Watched;
import dev.galley.web.AdminServer;
import dev.galley.web.Reload;
import dev.galley.web.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A running Galley. Any thread.
public final class Galley {
    private final Path file;
    private final Presenter presenter;
    private final Workers workers;
    private final Forwarder forwarder;
    private final Clock clock = Clock.systemUTC();
    private final Instant started = clock.instant();
    private final History history = new History(clock);
    private final Floods floods = new Floods(Guards.table(), clock);
    private final VirtualAddresses virtual;
    private final Scaling scaling;
    private final ReentrantLock changing = new ReentrantLock();
    private final Leaving leaving = new Leaving(changing);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean stopping;
    private final @Nullable String node;
    private final @Nullable Cluster cluster;
    private final Sharing sharing;
    private final AgreedPools agreed;
    private final @Nullable Modules modules;
    private final Succession succession = new Succession();
    private volatile Reload reload = new Reload(true, started, started, List.of());
    private volatile Site site;

    private Galley(
            Path file,
            Presenter presenter,
            Workers workers,
            Config config,
            Mode mode,
            @Nullable Launch launch)
            throws StartException {
        this.file = file;
        this.presenter = presenter;
        this.workers = workers;
        this.virtual = new VirtualAddresses(presenter);
        this.forwarder = new Forwarder(workers.loops().writers(), Guards.table() + "-ways");
        succession.runs(Imprint.of(file));
        this.node = Nodes.own(config, mode);
        this.cluster = Cluster.of(config, node, presenter);
        this.scaling = new Scaling(presenter, cluster == null ? null : cluster.coordination());
        this.sharing = new Sharing(cluster, presenter);
        this.agreed = new AgreedPools(cluster, config);
        try {
            this.modules =
                    config.app() == null
                            ? null
                            : Modules.start(
                                    file,
                                    config,
                                    sharing.store(config),
                                    cluster,
                                    mode,
                                    workers.loops(),
                                    this::listen,
                                    this::fed,
                                    presenter::scaled);
        } catch (StartException e) {
            leave();
            throw e;
        }
        if (cluster != null && launch != null && launch.lineage().follows())
            cluster.await(modules != null);
        try {
            this.site = open(agreed.begin().at(node));
        } catch (StartException e) {
            if (modules != null) modules.close();
            leave();
            throw e;
        }
    }

    /// The pools of the file; none while the process starts.
    private List<Pool> fed() {
        Site now = site;
        return now == null ? List.of() : now.pools().values().stream().map(Watched::pool).toList();
    }

    private void leave() {
        agreed.close();
        succession.close();
        sharing.close();
        if (cluster != null) cluster.coordination().close();
    }

    /// Reads the file and serves what it says.
    ///
    /// @param launch how this process was started; null: it is not Galley's own
    /// @throws StartException if it can't; nothing is left behind
    static Galley start(Path file, Presenter presenter, Mode mode, @Nullable Launch launch)
            throws StartException {
        // Native code is loaded while the file is read.
        var loops =
                CompletableFuture.supplyAsync(
                        () -> Loops.start(Runtime.getRuntime().availableProcessors()));
        try {
            Config config = Site.read(file);
            var galley =
                    new Galley(file, presenter, new Workers(loops.join()), config, mode, launch);
            galley.site.pools().values().forEach(galley::watch);
            galley.feed(galley.site.pools());
            galley.sharing.take(galley.site);
            galley.forwarder.serve(galley.site.ways());
            galley.site.admin().serve();
            galley.forwarder.share(galley.site.config().virtualAddresses());
            galley.virtual.take(galley.site);
            galley.scaling.take(galley.site);
            presenter.started(galley.file, galley.site, galley.modules, galley.workers.loops());
            if (launch != null && galley.cluster != null)
                galley.succession.begin(galley, launch, galley.cluster, galley.placing());
            galley.agreed.follow(galley::adopt);
            return galley;
        } catch (StartException e) {
            loops.join().close();
            throw e;
        }
    }

    /// The admin API is bound beside: clients can be served before it is there.
    private Site open(Config config) throws StartException {
        virtual.prepare(config);
        sharing.prepare(config);
        workers.loops().elsewhere(VirtualAddresses.of(config));
        var admin = CompletableFuture.supplyAsync(() -> Desk.open(config.admin(), this));
        Builder builder = new Builder(workers, forwarder, config, null);
        try {
            Map<String, Watched> pools = builder.pools();
            feed(pools);
            Site opened = new Site(config, pools, builder.listeners(pools), admin.join());
            Guards.set(floods, opened.listeners());
            return opened;
        } catch (CompletionException | StartException e) {
            builder.undo();
            var _ = admin.thenAccept(AdminServer::close);
            throw StartException.of(e);
        }
    }

    /// Before anybody is let in: a listener whose pool is empty would turn all away.
    private void feed(Map<String, Watched> pools) {
        if (modules != null) modules.feed(Site.named(pools).values());
    }

    private void watch(Watched watched) {
        listen(watched.pool());
        watched.watch().start();
    }

    private void listen(Pool pool) {
        pool.listen(history::add);
        pool.listen(presenter::changed);
    }

    /// Reads the file again. When this returns the new file serves, without a gap; connections that
    /// are open stay open.
    ///
    /// @throws StartException if the file can't be taken as a whole; then nothing has changed
    Reload reload() throws StartException {
        changing.lock();
        try {
            if (stopping) throw new StartException("galley is stopping");
            Imprint found = Imprint.of(file);
            take(agreed.over(Site.read(file)));
            succession.runs(found);
            Instant now = clock.instant();
            reload = new Reload(true, now, now, List.of());
            presenter.reloaded(file);
            return reload;
        } catch (StartException e) {
            reload = new Reload(false, clock.instant(), reload.lastSuccess(), e.errors());
            presenter.refused(e.errors());
            throw e;
        } finally {
            changing.unlock();
        }
    }

    /// Takes what the cluster has agreed on, with the file as it was read last.
    private void adopt() {
        changing.lock();
        try {
            if (stopping) return;
            take(agreed.again());
            presenter.agreed(agreed.version());
        } catch (StartException e) {
            presenter.refused(e.errors());
        } finally {
            changing.unlock();
        }
    }

    /// @throws StartException if anything of it can't be had; then nothing has changed
    private void take(Agreed asked) throws StartException {
        Site before = site;
        Restart.refuse(file, asked.whole(), before.config(), modules, sharing);
        Config config = asked.whole().at(node);
        virtual.prepare(config);
        scaling.prepare(config);
        sharing.prepare(config);
        workers.loops().elsewhere(VirtualAddresses.of(config));
        Builder builder = new Builder(workers, forwarder, config, before);
        Map<String, Watched> pools = builder.pools();
        feed(pools);
        List<Bound> listeners = builder.listeners(pools);
        AdminServer admin = before.admin();
        try {
            if (!config.admin().bind().equals(before.config().admin().bind()))
                admin = Desk.open(config.admin(), this);
            Site next = new Site(config, pools, listeners, admin);
            Guards.set(floods, listeners);
            next.replace(before);
            site = next;
            if (modules != null && config.app() != null) modules.reconfigure(config.app());
        } catch (IOException | UncheckedIOException | StartException e) {
            builder.undo();
            if (admin != before.admin()) admin.close();
            Guards.set(floods, before.listeners());
            throw StartException.of(e);
        }
        agreed.taken(asked);
        letGo(before);
    }

    /// Starts what is new in the site, and ends what is in it no more.
    private void letGo(Site before) {
        Site now = site;
        sharing.take(now);
        now.succeed(before).forEach(this::watch);
        forwarder.serve(now.ways());
        forwarder.share(now.config().virtualAddresses());
        virtual.take(now);
        scaling.take(now);
        workers.forget();
        workers.tls().keep(now.tls());
        for (Way way : before.ways()) if (!now.ways().contains(way)) leaving.add(way);
        now.admin().token(now.config().admin().token());
        if (now.admin() != before.admin()) {
            now.admin().serve();
            Thread.startVirtualThread(before.admin()::close);
        }
    }

    /// Takes no more requests, waits for those under way as long as the file allows, and ends.
    public void stop() {
        succession.none();
        end();
    }

    /// Likewise, and has another process in the place of this one afterwards. Returns at once.
    void replace(Successor next) {
        if (stopping) return;
        succession.is(next);
        Thread.ofVirtual().name("replace").start(this::end);
    }

    private void end() {
        stopping = true;
        changing.lock();
        try {
            if (stopped.getCount() == 0) return;
            Duration limit = site.config().drain();
            List<Way> all = new ArrayList<>(site.ways());
            all.addAll(leaving.take());
            all.removeIf(way -> way instanceof KernelWay kernel && kernel.stays());
            virtual.handOver();
            presenter.draining(limit);
            all.forEach(Way::drain);
            var calls = modules == null ? null : modules.drain(limit);
            boolean empty = Clients.gone(all, limit);
            presenter.stopped((calls == null || calls.join()) && empty);
            close(all);
        } finally {
            changing.unlock();
        }
    }

    private void close(List<Way> all) {
        all.forEach(Way::close);
        forwarder.close();
        scaling.close();
        if (modules != null) modules.close();
        leave();
        site.pools().values().forEach(pool -> pool.watch().close());
        site.admin().close();
        floods.close();
        // The loops end with the process. When a ring is freed in one that lives on, the kernel may
        // still write to its memory: seen, rarely, with Netty 4.2.18.
        stopped.countDown();
    }

    /// Waits until it has stopped, and tells what is to be in its place; null: nothing.
    @Nullable Successor await() {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return succession.successor();
    }

    Succession succession() {
        return succession;
    }

    Path file() {
        return file;
    }

    /// Whether it takes requests.
    boolean ready() {
        return !stopping && (cluster == null || cluster.ready());
    }

    Sharing sharing() {
        return sharing;
    }

    Floods floods() {
        return floods;
    }

    Site site() {
        return site;
    }

    /// Null: this process is in none.
    @Nullable ClusterDesk cluster() {
        if (cluster == null) return null;
        return new ClusterDesk(cluster, placing(), site.config().drain(), file);
    }

    private @Nullable Placing placing() {
        return modules == null ? null : modules.placing();
    }

    /// All pools: those of the file, and those of the nodes that modules are called at.
    List<Pool> pools() {
        List<Pool> pools = new ArrayList<>(fed());
        if (modules != null) pools.addAll(modules.pools());
        return pools;
    }

    Status status() {
        Site now = site;
        return new Status(
                Version.current(),
                started,
                Duration.between(started, clock.instant()).toMillis() / 1e3,
                workers.loops().transport().toString(),
                file.toString(),
                reload,
                workers.idleUpstreams(),
                now.listeners().stream().map(l -> Views.listener(l.name(), l.way())).toList(),
                pools().stream().map(pool -> Views.pool(pool, history, scaling, sharing)).toList(),
                virtual.status().stream().map(Views::virtualAddress).toList(),
                Guards.status(floods),
                modules == null ? null : modules.status());
    }
}
