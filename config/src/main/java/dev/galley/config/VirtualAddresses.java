// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the virtual addresses and the rest of the file have to agree on.
final class VirtualAddresses {
    private VirtualAddresses() {}

    /// What does not fit: a sentence each, which begins with the path of the key.
    static List<String> faults(List<VirtualAddressConfig> groups, List<ListenerConfig> listeners) {
        List<String> faults = new ArrayList<>();
        Map<InetAddress, String> taken = new HashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            addresses("virtual-addresses[" + i + "]", groups.get(i), taken, faults);
        }
        for (int i = 0; i < groups.size(); i++)
            tracks("virtual-addresses[" + i + "]", groups.get(i), listeners, taken, faults);
        return faults;
    }

    private static void addresses(
            String path,
            VirtualAddressConfig group,
            Map<InetAddress, String> taken,
            List<String> faults) {
        for (int i = 0; i < group.address().size(); i++) {
            String at = path + ".address[" + i + "]";
            InterfaceAddress address = group.address().get(i).address();
            String before = taken.putIfAbsent(address.address(), at);
            if (before != null)
                faults.add(at + " " + address + " is " + before + " already: one group holds it");
        }
    }

    private static void tracks(
            String path,
            VirtualAddressConfig group,
            List<ListenerConfig> listeners,
            Map<InetAddress, String> virtual,
            List<String> faults) {
        for (int i = 0; i < group.track().size(); i++)
            if (group.track().get(i) instanceof TrackConfig.Listener(Bind bind, int _)) {
                String at = path + ".track[" + i + "].bind " + bind;
                String fault = fault(bind, listeners, virtual.keySet());
                if (fault != null) faults.add(at + fault);
            }
    }

    private static @Nullable String fault(
            Bind bind, List<ListenerConfig> listeners, Set<InetAddress> virtual) {
        List<ListenerConfig> there =
                listeners.stream().filter(listener -> listener.bind().equals(bind)).toList();
        if (there.isEmpty()) return " is no listener of this file";
        if (there.stream().noneMatch(listener -> listener.on().isEmpty()))
            return " is a listener with on, and all nodes hold virtual addresses; let it be one"
                    + " without";
        String host = bind.address().host();
        return Literal.looksLikeOne(host) && virtual.contains(Literal.parse(host))
                ? " is on a virtual address, where another machine may answer; let the listener be"
                        + " on \":%d\"".formatted(bind.address().port())
                : null;
    }
}
