// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import dev.galley.config.ListenerConfig;
import dev.galley.config.MemberConfig;
import dev.galley.config.PolicyConfig;
import dev.galley.config.PoolConfig;
import dev.galley.reach.kernel.Counters;
import dev.galley.reach.kernel.Destination;
import dev.galley.reach.kernel.Forwarding;
import dev.galley.reach.kernel.Kernel;
import dev.galley.reach.kernel.ServiceKey;
import dev.galley.reach.kernel.Step;
import dev.galley.reach.kernel.Table;
import dev.galley.reach.kernel.Table.Entry;
import dev.galley.reach.kernel.Table.Held;
import dev.galley.reach.kernel.nft.Conntrack.Ends;
import dev.galley.reach.kernel.nft.Forwarded.Member;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The kernel's packet filter as a balancer, where there is no IPVS: `via: nat` and `via: direct`.
/// The table that translates stays when this process ends, as what IPVS has does, and goes when the
/// next one has taken over: connections go on, as connection tracking has them. The one for direct
/// routing goes with the process. Any platform thread.
public final class Nftables implements Kernel {
    private static final Pattern COUNTER =
            Pattern.compile(
                    "\"name\": \"(d\\d+_\\w+)\",[^}]*\"packets\": (\\d+), \"bytes\": (\\d+)");

    /// What [#Nftables] is given as names, whatever the process.
    private static final Predicate<String> OURS =
            Pattern.compile("galley-\\d+-[0-9a-f]{4}-ways").asMatchPredicate();

    /// A Galley that has services tells of them sooner after its start.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final NftTable nat;
    private final String name;
    private final Conntrack connections;
    private final Map<ServiceKey, Forwarded> services = new LinkedHashMap<>();
    private final long madeNanos = System.nanoTime();
    private List<String> left = List.of();
    private boolean begun;
    private @Nullable Direct direct;
    private int last;

    /// Makes the table.
    ///
    /// @param name of the tables, distinct for each process
    /// @throws IOException if it can't be had; the message says what to do
    public Nftables(String name) throws IOException {
        this.name = name;
        nat = NftTable.lasting("inet", name);
        try {
            nat.run(NatRules.base());
            left = nat.names().stream().filter(OURS.and(other -> !other.equals(name))).toList();
            connections = new Conntrack();
        } catch (IOException e) {
            nat.run("delete table @T\n");
            nat.close();
            throw e;
        }
    }

    /// Ends what a Galley before has left, once its services are here as well: until then it
    /// serves.
    private void takeOver() throws IOException {
        boolean nothingComes = System.nanoTime() - madeNanos > PATIENCE.toNanos();
        if (left.isEmpty() || !(begun || nothingComes)) return;
        StringBuilder commands = new StringBuilder();
        for (String table : left) commands.append("delete table inet ").append(table).append('\n');
        left = List.of();
        nat.run(commands.toString());
    }

    /// Whether a Galley before has left something here. Whoever may not look has left nothing.
    ///
    /// Its context stays until the process ends: in one of eight starts libnftables 1.0.6 found the
    /// heap spoilt when it freed this one (`nft_ctx_free`, "corrupted double-linked list"), and in
    /// none of eighty without that.
    public static boolean inUse() {
        try {
            Libnftables library = new Libnftables();
            return NftTable.names(library.run("list tables inet\n")).stream().anyMatch(OURS);
        } catch (NftException e) {
            return false;
        }
    }

    @Override
    public String name() {
        return "nftables";
    }

    @Override
    public void check(ListenerConfig.Kernel listener, PoolConfig pool) throws IOException {
        String instead = "; load IPVS (modprobe ip_vs)";
        if (listener instanceof ListenerConfig.Tunnel)
            throw new IOException("nftables has no tunnels" + instead + ", or use via: nat");
        // In libnftables 1.0.6 a map of IPv6 addresses and ports that rules add to ends the
        // process.
        if (listener instanceof ListenerConfig.Direct && ServiceKey.of(listener.bind()).isIpv6())
            throw new IOException(
                    "nftables passes no IPv6 on directly" + instead + ", or use via: nat");
        if (pool.policy() instanceof PolicyConfig.LeastConnections)
            throw new IOException(
                    "nftables does not know how many connections a member has"
                            + instead
                            + ", or use ratio or round-robin");
        for (MemberConfig member : pool.members())
            if (member.maxConnections() != null)
                throw new IOException(
                        "nftables keeps no max-connections" + instead + ", or leave it out");
        if (listener instanceof ListenerConfig.Nat) forwards(ServiceKey.of(listener.bind()));
    }

    private static void forwards(ServiceKey key) throws IOException {
        String setting = key.isIpv6() ? "net.ipv6.conf.all.forwarding" : "net.ipv4.ip_forward";
        if (Sysctl.read(setting).equals("0"))
            throw new IOException(
                    "this machine passes no packets on: run sysctl -w "
                            + setting
                            + "=1, or galley doctor --fix FILE");
    }

    @Override
    public synchronized Table table() throws IOException {
        takeOver();
        Direct other = direct;
        if (other != null) other.refresh(services.values());
        Map<String, long[]> counted = new HashMap<>();
        read(nat, counted);
        if (other != null) read(other.table(), counted);
        Map<Ends, Integer> active = services.isEmpty() ? Map.of() : connections.active();
        Map<ServiceKey, Entry> ours = new LinkedHashMap<>();
        services.forEach((key, service) -> {
            Map<InetSocketAddress, Held> held = new LinkedHashMap<>();
            service.members()
                    .forEach((at, member) -> held.put(at, held(key, member, counted, active)));
            ours.put(key, new Entry(service.service(), held));
        });
        return new Table(ours, Set.of());
    }

    private static void read(NftTable table, Map<String, long[]> to) throws IOException {
        Matcher counter = COUNTER.matcher(table.run("list counters table @T\n"));
        while (counter.find())
            to.put(
                    counter.group(1),
                    new long[] {
                        Long.parseLong(counter.group(2)), Long.parseLong(counter.group(3))
                    });
    }

    private static Held held(
            ServiceKey key, Member member, Map<String, long[]> counted, Map<Ends, Integer> active) {
        long[] none = new long[2];
        String of = "d" + member.number();
        Counters counters =
                new Counters(
                        counted.getOrDefault(of + "_new", none)[0],
                        counted.getOrDefault(of + "_in", none)[1],
                        counted.getOrDefault(of + "_out", none)[1]);
        Destination destination = member.destination();
        int under = active.getOrDefault(new Ends(key, destination.address()), 0);
        return new Held(destination, under, counters);
    }

    @Override
    public synchronized void apply(Step step) throws IOException {
        begun = true;
        try {
            Forwarded before = services.get(step.key());
            switch (step) {
                case Step.AddService add ->
                        change(null, new Forwarded(++last, add.service(), Map.of()));
                case Step.ChangeService to -> change(need(before), need(before).with(to.service()));
                case Step.RemoveService _ -> change(need(before), null);
                case Step.AddDestination add -> put(need(before), ++last, add.destination());
                case Step.ChangeDestination to -> put(need(before), to.destination());
                case Step.RemoveDestination gone ->
                        change(need(before), need(before).without(gone.address()));
            }
        } catch (NftException e) {
            throw new IOException(step + ": " + e.getMessage(), e);
        }
    }

    private static Forwarded need(@Nullable Forwarded service) throws IOException {
        if (service == null) throw new IOException("there is no such service");
        return service;
    }

    /// A member that is reached in another way than before is another one.
    private void put(Forwarded service, Destination destination) throws IOException {
        Member has = service.members().get(destination.address());
        if (has == null) put(service, ++last, destination);
        else if (has.destination().forwarding() == destination.forwarding())
            put(service, has.number(), destination);
        else {
            Forwarded without = service.without(destination.address());
            change(service, without);
            put(without, ++last, destination);
        }
    }

    private void put(Forwarded service, int number, Destination destination) throws IOException {
        if (destination.forwarding() == Forwarding.TUNNEL)
            throw new IOException("nftables has no tunnels");
        change(service, service.with(new Member(number, destination)));
    }

    /// Does a change as one transaction in each table that it is for.
    private void change(@Nullable Forwarded before, @Nullable Forwarded after) throws IOException {
        Map<ServiceKey, Forwarded> next = new LinkedHashMap<>(services);
        if (before != null) next.remove(before.service().key());
        if (after != null) next.put(after.service().key(), after);
        nat.run(
                NatRules.uncount()
                        + NatRules.change(before, after)
                        + NatRules.count(next.values()));
        if (direct == null && after != null && !after.by(Forwarding.DIRECT).isEmpty())
            direct = new Direct(name);
        if (direct != null) direct.change(before, after, next.values());
        services.clear();
        services.putAll(next);
    }

    @Override
    public void startSync(String interfaceName, int id) throws IOException {
        throw new IOException(
                "nftables tells its connections to nobody; load IPVS (modprobe ip_vs), or leave"
                        + " the peers without connections of each other");
    }

    @Override
    public void stopSync() {}

    @Override
    public synchronized void close() {
        try {
            if (services.isEmpty()) nat.run("delete table @T\n");
        } catch (NftException e) {
            // Somebody else has removed it.
        }
        nat.close();
        connections.close();
        if (direct != null) direct.close();
    }
}
