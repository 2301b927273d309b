// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import dev.galley.reach.kernel.Forwarding;
import dev.galley.reach.kernel.nft.Forwarded.Member;
import dev.galley.reach.kernel.nft.Neighbours.Hop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Direct routing by a table of the family netdev: follows the links of this machine, and the
/// stations of the members. One thread at a time.
final class Direct implements AutoCloseable {
    private final NftTable table;
    private final Neighbours neighbours;
    private final Map<String, Integer> links = new HashMap<>();
    private final Map<Integer, @Nullable Hop> hops = new HashMap<>();
    private int last;

    Direct(String name) throws IOException {
        neighbours = new Neighbours();
        try {
            table = NftTable.owned("netdev", name);
        } catch (NftException e) {
            neighbours.close();
            throw e;
        }
        table.run(DirectRules.base());
    }

    NftTable table() {
        return table;
    }

    void change(
            @Nullable Forwarded before, @Nullable Forwarded after, Collection<Forwarded> services)
            throws IOException {
        Forwarded was = direct(before), is = direct(after);
        if (was == null && is == null) return;
        table.run(DirectRules.change(was, is));
        if (was != null)
            for (Member member : was.by(Forwarding.DIRECT))
                if (is == null || is.by(Forwarding.DIRECT).stream().noneMatch(member::equals))
                    hops.remove(member.number());
        refresh(services);
    }

    /// A service that is not reached this way is none here.
    private static @Nullable Forwarded direct(@Nullable Forwarded service) {
        if (service == null || service.by(Forwarding.DIRECT).isEmpty()) return null;
        return service;
    }

    /// Follows links and stations; what is unknown is looked for.
    void refresh(Collection<Forwarded> services) throws IOException {
        follow(links());
        Map<InetAddress, Hop> known = neighbours.all();
        StringBuilder commands = new StringBuilder();
        Map<Integer, @Nullable Hop> now = new HashMap<>();
        for (Forwarded service : services)
            for (Member member : service.by(Forwarding.DIRECT)) {
                InetAddress address = member.destination().address().getAddress();
                Hop hop = known.get(address);
                boolean first = !hops.containsKey(member.number());
                if (hop == null) Neighbours.look(address);
                if (hop == null && !first) hop = hops.get(member.number());
                if (first || !Objects.equals(hop, hops.get(member.number())))
                    commands.append(DirectRules.send(service, member, hop));
                now.put(member.number(), hop);
            }
        if (!commands.isEmpty()) table.run(commands.toString());
        hops.clear();
        hops.putAll(now);
    }

    private void follow(Set<String> now) throws IOException {
        for (String link : Set.copyOf(links.keySet()))
            // The chain of a link that is no more has gone with it.
            if (!now.contains(link)) links.remove(link);
        for (String link : now)
            if (!links.containsKey(link)) {
                table.run(DirectRules.listen(++last, link));
                links.put(link, last);
            }
    }

    private static Set<String> links() throws IOException {
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            return all.filter(Direct::takesFrames)
                    .map(NetworkInterface::getName)
                    .collect(Collectors.toSet());
        }
    }

    private static boolean takesFrames(NetworkInterface link) {
        try {
            return link.isUp() && !link.isLoopback() && link.getHardwareAddress() != null;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        table.close();
        neighbours.close();
    }
}
