// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.persistence;

import dev.galley.it.proxy.Proxied;
import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import dev.galley.pool.Watch;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/// Three applications behind a proxy that brings clients back.
final class Shop implements AutoCloseable {
    final List<App> apps = List.of(new App("a"), new App("b"), new App("c"));
    private final String listener;
    final Proxied proxy;
    private final Watch watch;

    private Shop(String pool, String listener) {
        this.listener = listener;
        this.proxy = Proxied.of(yaml(pool, apps));
        this.watch = new Watch(pool(), new SplittableRandom(1), List.of());
        watch.start();
    }

    /// @param persistence as it stands in the file
    static Shop with(String persistence) {
        return new Shop("persistence: " + persistence, "");
    }

    /// @param pool further settings of the pool
    /// @param listener and of the listener
    static Shop with(String persistence, String pool, String listener) {
        return new Shop("persistence: " + persistence + ", " + pool, ", " + listener);
    }

    private String yaml(String pool, List<App> members) {
        return """
        pools: {web: {members: [%s], %s}}
        listeners: [{bind: "127.0.0.1:0", routes: [{pool: web}]%s}]
        """
                .formatted(
                        members.stream().map(App::address).collect(Collectors.joining(", ")),
                        pool,
                        listener);
    }

    /// Reads another file.
    void reload(String pool, List<App> members) {
        proxy.reload(yaml(pool, members));
    }

    Pool pool() {
        return proxy.pool("web");
    }

    App app(String name) {
        return apps.stream().filter(app -> app.name.equals(name)).findFirst().orElseThrow();
    }

    Member member(String name) {
        return Objects.requireNonNull(pool().member(app(name).address()));
    }

    Visitor visitor() {
        return new Visitor(proxy.address());
    }

    @Override
    public void close() {
        apps.forEach(App::letGo);
        watch.close();
        proxy.close();
        apps.forEach(App::close);
    }
}
