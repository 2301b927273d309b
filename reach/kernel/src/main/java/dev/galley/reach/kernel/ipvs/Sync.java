// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.ipvs;

import dev.galley.reach.kernel.netlink.Attributes;
import dev.galley.reach.kernel.netlink.GenericFamily;
import dev.galley.reach.kernel.netlink.Message;
import dev.galley.reach.kernel.netlink.Netlink;
import dev.galley.reach.kernel.netlink.Request;
import dev.galley.reach.kernel.system.Errno;
import dev.galley.reach.kernel.system.KernelException;
import java.io.IOException;
import java.util.TreeSet;

/// The two threads of the kernel that keep connections of several balancers the same: one tells,
/// one learns. Both run on every node from the start, so that nothing changes at a failover.
final class Sync {
    private static final int NEW_DAEMON = 9, DEL_DAEMON = 10, GET_DAEMON = 11;
    private static final int DAEMON = 3, STATE = 1, INTERFACE = 2, ID = 3;
    private static final int TELLS = 1, LEARNS = 2;

    private final Netlink netlink;
    private final GenericFamily family;
    private final TreeSet<Integer> started = new TreeSet<>();

    Sync(Netlink netlink, GenericFamily family) {
        this.netlink = netlink;
        this.family = family;
    }

    synchronized void start(String interfaceName, int id) throws IOException {
        if (id < 0 || id > 255) throw new IllegalArgumentException("sync id " + id);
        for (int state : new int[] {TELLS, LEARNS})
            if (!runs(state, interfaceName, id)) begin(state, interfaceName, id);
    }

    private void begin(int state, String interfaceName, int id) throws IOException {
        netlink.call(
                family.request("tell connections to peers by " + interfaceName, NEW_DAEMON, 0)
                        .nest(
                                DAEMON,
                                in ->
                                        in.u32(STATE, state)
                                                .string(INTERFACE, interfaceName)
                                                .u32(ID, id)));
        started.add(state);
    }

    /// Whether it runs so already, as a Galley before may have left it.
    private boolean runs(int state, String interfaceName, int id) throws IOException {
        Request dump = family.request("list the sync threads", GET_DAEMON, Request.DUMP);
        for (Message message : netlink.call(dump)) {
            Attributes daemon = message.attributes(GenericFamily.HEADER).nest(DAEMON);
            if (daemon.u32(STATE) != state) continue;
            if (daemon.string(INTERFACE).equals(interfaceName) && daemon.u32(ID) == id) {
                started.add(state);
                return true;
            }
            throw new KernelException(
                    "tell connections to peers by "
                            + interfaceName
                            + ", while another sync runs (stop it: ipvsadm --stop-daemon)",
                    Errno.EEXIST);
        }
        return false;
    }

    synchronized void stop() throws IOException {
        while (!started.isEmpty()) {
            int state = started.pollFirst();
            netlink.call(
                    family.request("end telling connections to peers", DEL_DAEMON, 0)
                            .nest(DAEMON, in -> in.u32(STATE, state)));
        }
    }
}
