// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli.doctor;

import dev.galley.config.Cidr;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// Which link leads where.
final class Links {
    private Links() {}

    /// The link that an address is on; null: none.
    static Machine.@Nullable Link to(Machine machine, InetAddress address) {
        for (Machine.Link link : machine.links()) if (address(link, address) != null) return link;
        return null;
    }

    /// A link's own address on the net of another one; null: it is not on it.
    static @Nullable InetAddress address(Machine.Link link, InetAddress other) {
        for (Machine.Net net : link.nets())
            if (new Cidr(net.address(), net.bits()).contains(other)) return net.address();
        return null;
    }

    /// The link of the default route (proc(5), /proc/net/route); null: there is none.
    static Machine.@Nullable Link byDefault(Machine machine) {
        String routes = machine.file("/proc/net/route");
        if (routes == null) return null;
        for (String line : routes.lines().toList()) {
            String[] words = line.split("\\s+", -1);
            if (words.length > 7 && words[1].equals("00000000") && words[7].equals("00000000"))
                for (Machine.Link link : machine.links())
                    if (link.name().equals(words[0])) return link;
        }
        return null;
    }

    /// Whether this machine has an address.
    static boolean has(Machine machine, InetAddress address) {
        return machine.links().stream()
                .flatMap(link -> link.nets().stream())
                .anyMatch(net -> net.address().equals(address));
    }
}
