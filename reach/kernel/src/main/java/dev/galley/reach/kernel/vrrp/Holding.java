// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import dev.galley.config.HeldAddress;
import dev.galley.config.VirtualAddressConfig;
import dev.galley.reach.kernel.system.KernelException;
import dev.galley.reach.kernel.system.SocketAddresses;
import dev.galley.reach.kernel.vrrp.Interfaces.Assigned;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The addresses of one group, on the interfaces of this machine. One thread.
///
/// An address that the interface has already, and not from here, is left as it is: the owner of an
/// address (RFC 9568, section 1.7) has configured it for good.
final class Holding {
    private final Interfaces interfaces;
    private final Neighbours neighbours;
    private final List<Held> held = new ArrayList<>();

    private record Held(HeldAddress config, Link link) {
        InetAddress address() {
            return config.address().address();
        }

        boolean six() {
            return address() instanceof Inet6Address;
        }
    }

    Holding(Interfaces interfaces, Neighbours neighbours) {
        this.interfaces = interfaces;
        this.neighbours = neighbours;
    }

    /// Gives the interfaces the addresses.
    ///
    /// @return what was found there already and is left alone
    List<HeldAddress> hold(VirtualAddressConfig config) throws IOException {
        held.clear();
        List<HeldAddress> others = new ArrayList<>();
        for (HeldAddress address : config.address()) {
            Held one = new Held(address, link(config, address));
            if (anothers(one)) others.add(address);
            else held.add(one);
        }
        refresh();
        for (Held one : held) if (one.six()) interfaces.lead(one.link.index(), one.address());
        return others;
    }

    private Link link(VirtualAddressConfig config, HeldAddress address) throws IOException {
        String name = on(config, address);
        @Nullable Link link = interfaces.link(name);
        if (link == null) throw new IOException("there is no interface " + name);
        return link;
    }

    private static String on(VirtualAddressConfig config, HeldAddress address) {
        String own = address.interface_();
        return own == null ? config.interface_() : own;
    }

    private boolean anothers(Held one) throws IOException {
        for (Assigned assigned : interfaces.addresses(SocketAddresses.family(one.address())))
            if (assigned.index() == one.link.index() && assigned.address().equals(one.address()))
                return !assigned.ours();
        return false;
    }

    /// Lets the addresses live on for {@link Interfaces#LIFETIME}.
    void refresh() throws IOException {
        for (Held one : held)
            interfaces.hold(one.link.index(), one.address(), one.config.address().bits());
    }

    /// Tells the neighbours of all interfaces, also of addresses that are there for good.
    void announce(VirtualAddressConfig config) throws IOException {
        for (HeldAddress address : config.address())
            neighbours.tell(link(config, address), address.address().address());
    }

    /// Takes the addresses away; as many as can be.
    void release() throws IOException {
        KernelException failed = null;
        for (Held one : held)
            try {
                interfaces.release(one.link.index(), one.address(), one.config.address().bits());
                if (one.six()) interfaces.unlead(one.link.index(), one.address());
            } catch (KernelException e) {
                failed = e;
            }
        held.clear();
        if (failed != null) throw failed;
    }
}
