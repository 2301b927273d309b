// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.app.App;
import dev.galley.app.AppException;
import dev.galley.app.Host;
import dev.galley.config.Address;
import dev.galley.config.AppConfig;
import dev.galley.net.Loops;
import dev.galley.pool.Pool;
import dev.galley.web.AppStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The program's modules in this process. A Galley without a program never loads this class, nor
/// anything of RPC.
final class Modules {
    private final App app;

    private Modules(App app) {
        this.app = app;
    }

    /// @throws StartException if they can't be started; nothing is left behind
    static Modules start(
            Path file,
            AppConfig config,
            @Nullable String node,
            @Nullable Long paranoid,
            Loops loops,
            Consumer<Pool> seen)
            throws StartException {
        try {
            Host host = new Host(loops, seen);
            return new Modules(App.start(file.toString(), config, node, paranoid, host));
        } catch (AppException e) {
            throw new StartException(e.errors());
        }
    }

    /// What is wrong with the classes of a program; empty: nothing.
    static List<String> check(Path file, AppConfig config) {
        return App.check(file.toString(), config);
    }

    /// Why the modules cannot go on with this; empty: they can.
    List<String> objections(AppConfig next) {
        return app.objections(next);
    }

    /// Goes on with this, to which there are no objections.
    void reconfigure(AppConfig next) {
        app.reconfigure(next);
    }

    /// The nodes that modules are called at by this process.
    List<Pool> pools() {
        return app.callees().stream().map(App.Callee::pool).toList();
    }

    AppStatus status() {
        return AppViews.of(app);
    }

    /// Which modules run here, and where the others are.
    List<String> lines() {
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
                drained.complete(app.drain(limit));
            } catch (InterruptedException e) {
                drained.completeExceptionally(e);
            }
        });
        return drained;
    }

    void close() {
        app.close();
    }
}
