// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.config.ListenerConfig;
import dev.galley.config.PoolConfig;
import dev.galley.config.VirtualAddressConfig;
import dev.galley.net.Way;
import dev.galley.reach.kernel.Claim;
import dev.galley.reach.kernel.Kernel;
import dev.galley.reach.kernel.Mirror;
import dev.galley.reach.kernel.Mirrored;
import dev.galley.reach.kernel.ServiceKey;
import dev.galley.reach.kernel.ipvs.Ipvs;
import dev.galley.reach.kernel.nft.Nftables;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The kernel as this process uses it: opened when the first listener asks for it, or when there
/// may be something in it that a Galley before has left. Any thread.
final class Forwarder implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Forwarder.class.getName());

    private final int writer;
    private final String table;
    private volatile boolean looked;
    private @Nullable Claim claim;
    private @Nullable Mirror mirror;

    /// @param writer its number among those who count members' traffic
    /// @param table the name of tables of its own, distinct for each process
    Forwarder(int writer, String table) {
        this.writer = writer;
        this.table = table;
    }

    /// Finds out whether a service can be had at an address that had none.
    ///
    /// @throws IOException if not; the message says what to do
    void check(ServiceKey key) throws IOException {
        try {
            open().check(key);
        } catch (IOException e) {
            throw refused(key, e);
        }
    }

    /// Finds out whether the kernel can do what a file asks.
    ///
    /// @throws IOException if not; the message says what to do
    void check(ListenerConfig.Kernel listener, PoolConfig pool) throws IOException {
        try {
            open().kernel().check(listener, pool);
        } catch (IOException e) {
            throw refused(ServiceKey.of(listener.bind()), e);
        }
    }

    private static IOException refused(ServiceKey key, IOException e) {
        return new IOException("cannot forward " + key + ": " + e.getMessage(), e);
    }

    private synchronized Mirror open() throws IOException {
        if (mirror != null) return mirror;
        Claim taken = Claim.take();
        try {
            Mirror made = new Mirror(find(), writer);
            claim = taken;
            mirror = made;
            return made;
        } catch (IOException e) {
            taken.close();
            throw e;
        }
    }

    /// IPVS, or what there is in its place; `-Dgalley.forwarder=nftables` chooses that.
    private Kernel find() throws IOException {
        boolean chosen = "nftables".equals(System.getProperty("galley.forwarder"));
        Kernel ipvs = chosen ? null : Ipvs.find();
        return ipvs != null ? ipvs : new Nftables(table);
    }

    /// What forwards, in a word.
    synchronized String engine() {
        return mirror == null ? "" : mirror.kernel().name();
    }

    /// Has the kernel serve those of these ways that are its own, and no others from now on.
    void serve(List<Way> ways) {
        List<Mirrored> all =
                ways.stream()
                        .filter(KernelWay.class::isInstance)
                        .map(way -> ((KernelWay) way).mirrored())
                        .toList();
        Mirror opened = all.isEmpty() ? openIfLeft() : opened();
        if (opened != null) opened.serve(all);
    }

    /// Services that nobody asks for may be what a Galley before has left. Whoever may not look has
    /// left none.
    private @Nullable Mirror openIfLeft() {
        Mirror opened = opened();
        if (opened != null || looked) return opened;
        looked = true;
        if (Ipvs.inUse()) return tryToOpen();
        // Beside: the library takes a fifth of a second to load, and mostly nothing is left.
        Thread.ofPlatform().name("left").daemon().start(this::endIfLeft);
        return null;
    }

    private void endIfLeft() {
        if (!Nftables.inUse()) return;
        synchronized (this) {
            Mirror opened = mirror == null ? tryToOpen() : null;
            if (opened != null) opened.serve(List.of());
        }
    }

    private @Nullable Mirror tryToOpen() {
        try {
            return open();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "what is in the kernel is left alone", e);
            return null;
        }
    }

    private synchronized @Nullable Mirror opened() {
        return mirror;
    }

    void drain(ServiceKey key) {
        Mirror opened = opened();
        if (opened != null) opened.drain(key);
    }

    void remove(ServiceKey key) {
        Mirror opened = opened();
        if (opened != null) opened.remove(key);
    }

    /// Has the kernel tell its connections to the machines that may take the virtual addresses
    /// over: on the first group's interface, by its number.
    void share(List<VirtualAddressConfig> groups) {
        Mirror opened = opened();
        if (opened == null || groups.isEmpty()) return;
        VirtualAddressConfig first = groups.getFirst();
        try {
            opened.kernel().startSync(first.interface_(), first.routerId());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "connections will not survive a fail-over: " + e.getMessage());
        }
    }

    /// Lets go of the kernel; what is in it stays.
    @Override
    public synchronized void close() {
        if (mirror != null) mirror.close();
        if (claim != null) claim.close();
    }
}
