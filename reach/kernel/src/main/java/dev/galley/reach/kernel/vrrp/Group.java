// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import dev.galley.config.AdvertChecksum;
import dev.galley.config.HeldAddress;
import dev.galley.config.IpAddress;
import dev.galley.config.VirtualAddressConfig;
import dev.galley.reach.kernel.system.NativeSocket;
import dev.galley.reach.kernel.system.SocketAddresses;
import dev.galley.reach.kernel.vrrp.Interfaces.Assigned;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A group of virtual addresses at work: gives its state machine time, packets and the state of its
/// link, and does what that says. One thread, but for {@link #status}. Times are those of {@link
/// VirtualRouter}.
final class Group implements AutoCloseable {
    /// Packets read in one go: a flood must not keep the timers waiting.
    private static final int BURST = 64;

    /// Three of them fit into the life of an address.
    private static final long REFRESH = 1_000_000_000;

    /// How old the counters that are shown may be.
    private static final long LOOK = 100_000_000;

    /// What could not be done is tried again after this.
    private static final long RETRY = 5_000_000_000L;

    private final Interfaces interfaces;
    private final Holding holding;
    private final Watcher watcher;
    private final VirtualRouter router;
    private final Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);
    private VirtualAddressConfig config;
    private @Nullable AdvertSocket socket;
    private @Nullable Link link;
    private String warned = "";
    private Instant since = Instant.now();
    private String reason = "";
    private boolean leaving;
    private long refreshAt;
    private long lookAt;
    private long retryAt;
    private long transitions, sent, received;
    private volatile GroupStatus status;

    Group(
            VirtualAddressConfig config,
            Interfaces interfaces,
            Neighbours neighbours,
            Watcher watcher) {
        this.config = config;
        this.interfaces = interfaces;
        this.holding = new Holding(interfaces, neighbours);
        this.watcher = watcher;
        this.router = new VirtualRouter(settings(config, InetAddress.getLoopbackAddress()));
        this.status = look();
    }

    private static Settings settings(VirtualAddressConfig config, InetAddress own) {
        return new Settings(
                own,
                config.priority(),
                config.advert().toNanos(),
                config.preempt(),
                config.preemptDelay().toNanos());
    }

    VirtualAddressConfig config() {
        return config;
    }

    GroupStatus status() {
        return status;
    }

    /// Null: nothing can come now.
    @Nullable NativeSocket socket() {
        return socket == null ? null : socket.socket();
    }

    /// When {@link #tick} is due.
    long deadline() {
        long refresh = router.holds() ? refreshAt : Long.MAX_VALUE;
        return Math.min(Math.min(router.deadline(), refresh), retryAt > 0 ? retryAt : refresh);
    }

    /// Looks what has become of the interface, and takes part or not; after a failure not at once.
    void inspect(long now) {
        if (now < retryAt && !leaving) return;
        retryAt = 0;
        if (leaving) return;
        try {
            @Nullable Link found = interfaces.link(config.interface_());
            @Nullable InetAddress own = found == null || !found.up() ? null : own(found);
            if (found == null || own == null) {
                stop(now, absent(found));
            } else {
                join(now, found);
                act(now, router.configure(now, settings(config, own)));
                String came = reason.isEmpty() ? "started" : config.interface_() + " is back";
                act(now, router.start(now, came));
            }
        } catch (IOException e) {
            fail(now, e);
        }
    }

    private String absent(@Nullable Link found) {
        String name = config.interface_();
        if (found == null) return "there is no interface " + name;
        if (!found.up()) return "the link of " + name + " is down";
        return name + " has no address of IPv" + (config.six() ? "6" : "4");
    }

    private void join(long now, Link found) throws IOException {
        boolean same = link != null && link.index() == found.index();
        if (socket != null && same) return;
        if (socket != null) stop(now, config.interface_() + " is another one");
        socket = AdvertSocket.open(found, config.six());
        link = found;
    }

    private void stop(long now, String why) {
        act(now, router.stop(why));
        if (reason.isEmpty()) tell(Role.INITIALIZE, Role.INITIALIZE, why);
        if (socket != null) socket.close();
        socket = null;
    }

    /// The address that adverts come from: the first that the interface has of its own. Over IPv6
    /// it is link-local, unless peers are reached by other ones.
    private @Nullable InetAddress own(Link found) throws IOException {
        Set<InetAddress> virtual = new HashSet<>();
        for (HeldAddress address : config.address()) virtual.add(address.address().address());
        int family = config.six() ? SocketAddresses.AF_INET6 : SocketAddresses.AF_INET;
        for (Assigned assigned : interfaces.addresses(family)) {
            InetAddress address = assigned.address();
            boolean here = assigned.index() == found.index() && assigned.usable();
            boolean mine = !assigned.ours() && !virtual.contains(address);
            if (here && mine && reachable(address)) return address;
        }
        return null;
    }

    private boolean reachable(InetAddress address) {
        if (!config.six()) return true;
        List<IpAddress> peers = config.peers();
        boolean linkLocal = peers.isEmpty() || peers.getFirst().address().isLinkLocalAddress();
        return address.isLinkLocalAddress() == linkLocal;
    }

    /// Takes other settings of the same virtual router.
    void configure(long now, VirtualAddressConfig next) {
        leaving = false;
        boolean held = router.holds(), moved = !next.address().equals(config.address());
        try {
            if (held && moved) holding.release();
            config = next;
            if (held && moved) {
                hold(now);
                holding.announce(config);
            }
        } catch (IOException e) {
            fail(now, e);
        }
        act(now, router.configure(now, settings(next, router.settings().own())));
        inspect(now);
    }

    void lower(long now, int by) {
        act(now, router.lower(now, by));
        status = look();
    }

    /// Leaves for good; {@link #gone} tells when the addresses are away.
    void handOver(long now) {
        leaving = true;
        act(now, router.handOver(now));
    }

    boolean gone() {
        return leaving && router.role() == Role.INITIALIZE && !router.holds();
    }

    /// Reads what has come.
    void receive(long now) {
        try {
            for (int i = 0; i < BURST && socket != null && socket.ready(); i++) {
                Packet packet = socket.receive();
                if (packet != null) take(now, packet);
                else refuse(Refusal.LENGTH);
            }
        } catch (IOException e) {
            fail(now, e);
        }
    }

    private void take(long now, Packet packet) {
        if (packet.message().length > 1 && (packet.message()[1] & 0xFF) != config.routerId())
            return;
        InetAddress from = packet.from();
        boolean known = config.peers().isEmpty() || config.peers().contains(new IpAddress(from));
        if (!known || from.equals(router.settings().own()) || !reaches(packet.to())) {
            refuse(Refusal.ADDRESS);
            return;
        }
        switch (Advert.decode(packet.message(), packet.ttl(), from, packet.to())) {
            case Refusal refusal -> refuse(refusal);
            case Advert advert -> {
                received++;
                act(now, router.receive(now, from, advert));
            }
        }
    }

    /// Where adverts are sent to: all routers or, with peers, this one.
    private boolean reaches(InetAddress to) {
        return config.peers().isEmpty() ? to.equals(everybody()) : !to.isMulticastAddress();
    }

    private InetAddress everybody() {
        return config.six() ? AdvertSocket.ROUTERS_6 : AdvertSocket.ROUTERS;
    }

    private void refuse(Refusal refusal) {
        refused.merge(refusal, 1L, Long::sum);
    }

    void tick(long now) {
        if (retryAt > 0 && now >= retryAt) inspect(now);
        act(now, router.tick(now));
        if (now >= lookAt) {
            lookAt = now + LOOK;
            status = look();
        }
        if (!router.holds() || now < refreshAt) return;
        refreshAt = now + REFRESH;
        try {
            holding.refresh();
        } catch (IOException e) {
            fail(now, e);
        }
    }

    /// Does what the state machine says.
    private void act(long now, List<Action> actions) {
        for (Action action : actions)
            try {
                switch (action) {
                    case Action.Hold _ -> hold(now);
                    case Action.Release _ -> holding.release();
                    case Action.Announce _ -> holding.announce(config);
                    case Action.Advertise(int priority) -> advertise(priority);
                    case Action.Tell(Role before, Role role, String why) -> tell(before, role, why);
                }
            } catch (IOException e) {
                if (action instanceof Action.Hold) {
                    fail(now, e);
                    return;
                }
                warn(e);
            }
        if (!actions.isEmpty()) status = look();
    }

    private void hold(long now) throws IOException {
        refreshAt = now + REFRESH;
        for (HeldAddress there : holding.hold(config))
            if (config.priority() != 255)
                warn(there.address() + " is configured on this machine for good: left as it is");
    }

    private void advertise(int priority) throws IOException {
        if (socket == null) return;
        InetAddress from = router.settings().own();
        Advert advert =
                new Advert(
                        config.routerId(),
                        priority,
                        router.settings().centiseconds(),
                        advertised());
        boolean pseudo = config.checksum() == AdvertChecksum.RFC5798;
        if (config.peers().isEmpty()) {
            socket.send(advert.encode(from, everybody(), pseudo), from, everybody());
        } else {
            for (IpAddress peer : config.peers())
                socket.send(advert.encode(from, peer.address(), pseudo), from, peer.address());
        }
        sent++;
    }

    /// The addresses of the adverts' family and interface; the others move along unsaid, as
    /// keepalived's `virtual_ipaddress_excluded`.
    private List<InetAddress> advertised() {
        return config.address().stream()
                .filter(held -> held.interface_() == null)
                .map(held -> held.address().address())
                .filter(a -> (a.getAddress().length == 16) == config.six())
                .toList();
    }

    private void tell(Role before, Role now, String why) {
        since = Instant.now();
        reason = why;
        if (now == Role.ACTIVE) transitions++;
        warned = "";
        status = look();
        watcher.changed(config.name(), before, now, why);
    }

    /// Whoever cannot do what an active router does must not keep others from it.
    private void fail(long now, IOException e) {
        warn(e);
        retryAt = now + RETRY;
        if (router.role() != Role.INITIALIZE) stop(now, String.valueOf(e.getMessage()));
    }

    private void warn(IOException e) {
        warn(String.valueOf(e.getMessage()));
    }

    private void warn(String text) {
        if (!text.equals(warned)) watcher.warn(config.name(), text);
        warned = text;
    }

    private GroupStatus look() {
        InetAddress active = router.active();
        return new GroupStatus(
                config.name(),
                config.address().stream().map(held -> held.address().toString()).toList(),
                config.interface_(),
                config.routerId(),
                router.role(),
                router.priority(),
                config.priority(),
                active == null ? null : IpAddress.text(active),
                since,
                reason,
                transitions,
                sent,
                received,
                Map.copyOf(refused));
    }

    /// Gives the addresses back.
    @Override
    public void close() {
        leaving = true;
        stop(0, "stopped");
    }
}
