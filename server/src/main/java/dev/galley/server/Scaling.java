// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.cluster.Coordination;
import dev.galley.config.Config;
import dev.galley.config.ScaleConfig;
import dev.galley.pool.Pool;
import dev.galley.scale.ScaledPool;
import dev.galley.web.PoolScale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The pools whose members come and go with their load. Changes come from one thread at a time; the
/// status is for any.
final class Scaling {
    /// A pool that is scaled.
    private record Scaled(Pool pool, ScaleConfig config, ScaledPool members) {}

    private final Presenter presenter;
    private final @Nullable Coordination coordination;
    private final Map<String, Scaled> scaled = new ConcurrentHashMap<>();

    /// @param coordination of the cluster whose Galleys scale the same pools; null: there is none
    Scaling(Presenter presenter, @Nullable Coordination coordination) {
        this.presenter = presenter;
        this.coordination = coordination;
    }

    /// @throws StartException if what runs cannot become what is asked for
    void prepare(Config config) throws StartException {
        List<String> changed = new ArrayList<>();
        scaled.forEach((name, running) -> {
            ScaleConfig next = wanted(config, name);
            if (next != null && !next.by().equals(running.config().by()))
                changed.add(
                        "pools."
                                + name
                                + ".scale.by cannot change while its members run: take scale out,"
                                + " reload, and put it in with the new one");
        });
        if (!changed.isEmpty()) throw new StartException(changed);
    }

    private static @Nullable ScaleConfig wanted(Config config, String pool) {
        var found = config.pools().get(pool);
        return found == null ? null : found.scale();
    }

    /// Scales what the site asks for, and nothing else.
    void take(Site site) {
        scaled.values()
                .removeIf(running -> {
                    if (wanted(site.config(), running.pool().name()) != null) return false;
                    Thread.ofVirtual().name("scale-end").start(running.members()::close);
                    return true;
                });
        site.pools()
                .forEach((name, watched) -> {
                    ScaleConfig config = watched.pool().config().scale();
                    if (config != null)
                        scaled.compute(name, (_, old) -> take(old, watched.pool(), config));
                });
    }

    private Scaled take(@Nullable Scaled old, Pool pool, ScaleConfig config) {
        if (old == null) {
            String name = pool.name();
            return new Scaled(
                    pool,
                    config,
                    ScaledPool.start(
                            pool, config, coordination, what -> presenter.scaled(name, what)));
        }
        old.members().configure(config);
        return new Scaled(pool, config, old.members());
    }

    /// How it stands with a pool; null: it is not scaled.
    @Nullable PoolScale status(Pool pool) {
        Scaled running = scaled.get(pool.name());
        if (running == null || running.pool() != pool) return null;
        ScaledPool.Status now = running.members().status();
        return new PoolScale(
                now.wanted(),
                now.because(),
                running.config().min(),
                running.config().max(),
                now.starting(),
                now.leaving(),
                now.started(),
                now.ended(),
                now.trouble().isEmpty() ? null : now.trouble());
    }

    /// Ends the processes that it has started, all pools at a time, and waits for that.
    void close() {
        List<Thread> ends =
                scaled.values().stream()
                        .map(running -> Thread.startVirtualThread(running.members()::close))
                        .toList();
        try {
            for (Thread end : ends) end.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
