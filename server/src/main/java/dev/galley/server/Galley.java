// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.cli.Version;
import dev.galley.config.AdminConfig;
import dev.galley.config.Config;
import dev.galley.config.bind.ConfigException;
import dev.galley.config.bind.Problem;
import dev.galley.net.Loops;
import dev.galley.pool.Pool;
import dev.galley.reach.proxy.HttpProxy;
import dev.galley.reach.proxy.Workers;
import dev.galley.server.Site.Bound;
import dev.galley.server.Site.Watched;
import dev.galley.web.AdminServer;
import dev.galley.web.Reload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;

/// A running Galley. Any thread.
public final class Galley {
    private static final Duration LOOK = Duration.ofMillis(10);

    private final Path file;
    private final Presenter presenter;
    private final Workers workers;
    private final Clock clock = Clock.systemUTC();
    private final Instant started = clock.instant();
    private final History history = new History(clock);
    private final ReentrantLock changing = new ReentrantLock();
    private final List<HttpProxy> leaving = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile Reload reload;
    private volatile Site site;

    private Galley(Path file, Presenter presenter, Workers workers, Config config)
            throws StartException {
        this.file = file;
        this.presenter = presenter;
        this.workers = workers;
        this.reload = new Reload(true, started, started, List.of());
        this.site = first(config);
        site.pools().values().forEach(this::watch);
    }

    /// Reads the file and serves what it says.
    ///
    /// @throws StartException if it can't; nothing is left behind
    public static Galley start(Path file, Presenter presenter) throws StartException {
        // Native code is loaded while the file is read.
        var loops =
                CompletableFuture.supplyAsync(
                        () -> Loops.start(Runtime.getRuntime().availableProcessors()));
        try {
            Config config = read(file);
            Galley galley = new Galley(file, presenter, new Workers(loops.join()), config);
            presenter.started(galley);
            return galley;
        } catch (StartException e) {
            loops.join().close();
            throw e;
        }
    }
}
