// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.config.ListenerConfig;
import dev.galley.config.OnStop;
import dev.galley.net.Gauges;
import dev.galley.net.RouteTraffic;
import dev.galley.net.Way;
import dev.galley.pool.Pool;
import dev.galley.pool.Traffic;
import dev.galley.reach.kernel.Mirrored;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// A listener that the kernel serves. Nothing is in the kernel before {@link Forwarder#serve}.
final class KernelWay implements Way {
    private final Forwarder forwarder;
    private final Mirrored mirrored;

    KernelWay(Forwarder forwarder, ListenerConfig.Kernel config, Map<String, Pool> pools) {
        this.forwarder = forwarder;
        this.mirrored = new Mirrored(config, pool(config, pools));
    }

    private static Pool pool(ListenerConfig.Kernel config, Map<String, Pool> pools) {
        return Objects.requireNonNull(pools.get(config.pool()));
    }

    Mirrored mirrored() {
        return mirrored;
    }

    /// Whether the kernel is to go on without this process.
    boolean stays() {
        return mirrored.config().onStop() == OnStop.KEEP;
    }

    @Override
    public void bind() throws IOException {
        forwarder.check(mirrored.key());
    }

    @Override
    public void configure(ListenerConfig config, Map<String, Pool> pools) {
        if (!(config instanceof ListenerConfig.Kernel kernel))
            throw new IllegalArgumentException("not in the kernel: " + config);
        mirrored.configure(kernel, pool(kernel, pools));
    }

    @Override
    public InetSocketAddress address() {
        return mirrored.key().address();
    }

    @Override
    public Traffic traffic() {
        return mirrored.traffic();
    }

    /// As in `* -> web (nat by IPVS)`.
    @Override
    public List<RouteTraffic> routes() {
        String via = mirrored.config().getClass().getSimpleName().toLowerCase(Locale.ROOT);
        String route = "* -> " + mirrored.pool() + " (" + via + " by " + forwarder.engine() + ")";
        return List.of(new RouteTraffic(route, traffic()));
    }

    @Override
    public Gauges gauges() {
        int active = mirrored.active();
        return new Gauges(active, active, 0, Map.of());
    }

    @Override
    public void drain() {
        forwarder.drain(mirrored.key());
    }

    @Override
    public void close() {
        forwarder.remove(mirrored.key());
    }
}
