// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import dev.galley.config.VirtualAddressConfig;
import dev.galley.reach.kernel.netlink.Netlink;
import dev.galley.reach.kernel.system.KernelException;
import dev.galley.reach.kernel.system.NativeSocket;
import dev.galley.reach.kernel.system.RealTime;
import dev.galley.reach.kernel.system.SocketAddresses;
import dev.galley.reach.kernel.system.WakeUp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// The virtual addresses of this machine, on one platform thread of their own, with real-time
/// scheduling where that is permitted. Its methods may be called from any thread, and do not wait.
public final class Vrrp implements AutoCloseable {
    /// The groups of rtnetlink that tell of links and of addresses of both families.
    private static final int LINKS_AND_ADDRESSES = 0x1 | 0x10 | 0x100;

    /// A storm of changes elsewhere is looked at this often.
    private static final long LOOK = 20_000_000;

    /// Below it, real-time scheduling decides whether adverts come in time.
    private static final Duration FAST = Duration.ofMillis(300);

    private final long origin = System.nanoTime();
    private final Queue<LongConsumer> asked = new ConcurrentLinkedQueue<>();
    private final List<Group> groups = new CopyOnWriteArrayList<>();
    private final Watcher watcher;
    private final Netlink netlink;
    private final NativeSocket changes;
    private final Neighbours neighbours;
    private final WakeUp wakeUp;
    private final Interfaces interfaces;
    private long inspectAt = Long.MAX_VALUE;
    private boolean realTime;
    private volatile boolean closed;

    private Vrrp(
            Netlink netlink,
            NativeSocket changes,
            Neighbours neighbours,
            WakeUp wakeUp,
            Watcher watcher) {
        this.netlink = netlink;
        this.changes = changes;
        this.neighbours = neighbours;
        this.wakeUp = wakeUp;
        this.watcher = watcher;
        this.interfaces = new Interfaces(netlink);
    }

    /// Begins; without any address yet.
    ///
    /// @throws IOException if this host does not let us; the message says what it takes
    public static Vrrp start(Watcher watcher) throws IOException {
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            Netlink netlink = add(opened, Netlink.open(Netlink.ROUTE));
            NativeSocket changes = add(opened, changes());
            Neighbours neighbours = add(opened, Neighbours.open());
            WakeUp wakeUp = add(opened, WakeUp.open());
            Vrrp vrrp = new Vrrp(netlink, changes, neighbours, wakeUp, watcher);
            Thread.ofPlatform().name("vrrp").daemon().start(vrrp::run);
            return vrrp;
        } catch (IOException e) {
            for (AutoCloseable resource : opened) close(resource);
            throw new IOException("virtual-addresses: " + e.getMessage(), e);
        }
    }

    private static <T extends AutoCloseable> T add(List<AutoCloseable> opened, T resource) {
        opened.add(resource);
        return resource;
    }

    private static void close(AutoCloseable resource) throws IOException {
        try {
            resource.close();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /// Readable when something has changed; what that was is asked for then.
    private static NativeSocket changes() throws KernelException {
        NativeSocket socket =
                NativeSocket.open(
                        "a netlink socket",
                        SocketAddresses.AF_NETLINK,
                        NativeSocket.SOCK_RAW,
                        Netlink.ROUTE);
        socket.bind(SocketAddresses.netlink(LINKS_AND_ADDRESSES));
        return socket;
    }

    /// Takes part for these groups from now on. Those that go on (by interface, number and family)
    /// keep their role; those that are no more are handed over.
    public void apply(List<VirtualAddressConfig> configs) {
        ask(now -> {
            for (Group group : groups)
                if (configs.stream().noneMatch(config -> same(group, config))) group.handOver(now);
            for (VirtualAddressConfig config : configs) apply(now, config);
        });
    }

    private void apply(long now, VirtualAddressConfig config) {
        for (Group group : groups)
            if (same(group, config)) {
                group.configure(now, config);
                return;
            }
        warnOfSlowness(config);
        Group group = new Group(config, interfaces, neighbours, watcher);
        groups.add(group);
        group.inspect(now);
    }

    private static boolean same(Group group, VirtualAddressConfig config) {
        var identity = config.identity();
        return identity != null && identity.equals(group.config().identity());
    }

    private void warnOfSlowness(VirtualAddressConfig config) {
        if (!realTime && config.advert().compareTo(FAST) < 0)
            watcher.warn(
                    config.name(),
                    "adverts each "
                            + config.advert().toMillis()
                            + " ms without real-time scheduling: when the machine is busy, others"
                            + " may take over; see docs/operations.md");
    }

    /// Lowers the priority of a group by so much, in place of what it was lowered by before.
    public void lower(VirtualAddressConfig config, int by) {
        ask(now -> {
            for (Group group : groups) if (same(group, config)) group.lower(now, by);
        });
    }

    /// Hands all groups over; done when it is {@link #idle}.
    public void handOver() {
        apply(List.of());
    }

    /// Whether nothing is to be done that was asked for, and no group is left.
    public boolean idle() {
        return asked.isEmpty() && groups.isEmpty();
    }

    /// All groups, those too that are being handed over.
    public List<GroupStatus> status() {
        return groups.stream().map(Group::status).toList();
    }

    private void ask(LongConsumer what) {
        asked.add(what);
        wakeUp.wake();
    }

    private void run() {
        begin();
        try {
            while (!closed) turn();
        } catch (IOException | RuntimeException e) {
            watcher.warn("", "virtual addresses are given up: " + e);
        } finally {
            groups.forEach(Group::close);
            groups.clear();
            // The socket to wake it by stays: others may be about to.
            neighbours.close();
            changes.close();
            netlink.close();
        }
    }

    private void begin() {
        try {
            RealTime.begin();
            realTime = true;
        } catch (KernelException e) {
            watcher.warn(
                    "", "virtual addresses run without real-time scheduling: " + e.getMessage());
        }
    }

    /// Waits for the next packet, change, question or deadline, and does all that is due. Packets
    /// come before timers: one that came in time counts, however late it is read.
    private void turn() throws IOException {
        boolean[] ready = NativeSocket.awaitAny(Duration.ofNanos(patience()), sockets());
        if (ready[0]) wakeUp.clear();
        if (ready[1]) changed();
        for (Group group : groups) group.receive(now());
        for (LongConsumer what = asked.poll(); what != null; what = asked.poll())
            what.accept(now());
        if (now() >= inspectAt) {
            inspectAt = Long.MAX_VALUE;
            for (Group group : groups) group.inspect(now());
        }
        for (Group group : groups) group.tick(now());
        groups.removeIf(Group::gone);
    }

    private NativeSocket[] sockets() {
        List<NativeSocket> all = new ArrayList<>(List.of(wakeUp.socket(), changes));
        for (Group group : groups) {
            @Nullable NativeSocket socket = group.socket();
            if (socket != null) all.add(socket);
        }
        return all.toArray(NativeSocket[]::new);
    }

    private long patience() {
        long next = inspectAt;
        for (Group group : groups) next = Math.min(next, group.deadline());
        return Math.max(0, next - now());
    }

    private void changed() {
        if (inspectAt == Long.MAX_VALUE) inspectAt = now() + LOOK;
        try {
            changes.discard();
        } catch (KernelException lost) {
            // More has changed than the socket could hold: all of it is looked at anyway.
        }
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    /// Gives all addresses back at once, without handing them over.
    @Override
    public void close() {
        closed = true;
        wakeUp.wake();
    }
}
