// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the virtual addresses and the rest of the file have to agree on.
final class VirtualAddresses {
    private VirtualAddresses() {}

    /// What does not fit: a sentence each, which begins with the path of the key.
    static List<String> faults(List<VirtualAddressConfig> groups, List<ListenerConfig> listeners) {
        List<String> faults = new ArrayList<>();
        Map<InetAddress, String> taken = new HashMap<>();
        List<Bind> binds = listeners.stream().map(ListenerConfig::bind).toList();
        for (int i = 0; i < groups.size(); i++) {
            addresses("virtual-addresses[" + i + "]", groups.get(i), taken, faults);
        }
        for (int i = 0; i < groups.size(); i++)
            tracks("virtual-addresses[" + i + "]", groups.get(i), binds, taken, faults);
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
            List<Bind> binds,
            Map<InetAddress, String> virtual,
            List<String> faults) {
        for (int i = 0; i < group.track().size(); i++)
            if (group.track().get(i) instanceof TrackConfig.Listener(Bind bind, int _)) {
                String at = path + ".track[" + i + "].bind " + bind;
                String host = bind.address().host();
                if (!binds.contains(bind)) faults.add(at + " is no listener of this file");
                else if (Literal.looksLikeOne(host) && virtual.containsKey(Literal.parse(host)))
                    faults.add(
                            at
                                    + " is on a virtual address, where another machine may answer;"
                                    + " let the listener be on \":"
                                    + bind.address().port()
                                    + "\"");
            }
    }
}
