// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.ipvs;

import dev.galley.reach.kernel.Destination;
import dev.galley.reach.kernel.Kernel;
import dev.galley.reach.kernel.Service;
import dev.galley.reach.kernel.ServiceKey;
import dev.galley.reach.kernel.Step;
import dev.galley.reach.kernel.Table;
import dev.galley.reach.kernel.Table.Entry;
import dev.galley.reach.kernel.Table.Held;
import dev.galley.reach.kernel.netlink.Attributes;
import dev.galley.reach.kernel.netlink.GenericFamily;
import dev.galley.reach.kernel.netlink.Message;
import dev.galley.reach.kernel.netlink.Netlink;
import dev.galley.reach.kernel.netlink.Request;
import dev.galley.reach.kernel.system.Errno;
import dev.galley.reach.kernel.system.KernelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// IPVS, the Linux kernel's own balancer, by generic netlink (the kernel's ip_vs.h). Needs
/// CAP_NET_ADMIN. Any platform thread.
public final class Ipvs implements Kernel {
    private static final int NEW_SERVICE = 1, SET_SERVICE = 2, DEL_SERVICE = 3, GET_SERVICE = 4;
    private static final int NEW_DEST = 5, SET_DEST = 6, DEL_DEST = 7, GET_DEST = 8;

    /// Lines before the first service in its file.
    private static final int HEADINGS = 3;

    private final Netlink netlink;
    private final GenericFamily family;
    private final Sync sync;

    private Ipvs(Netlink netlink, GenericFamily family) {
        this.netlink = netlink;
        this.family = family;
        this.sync = new Sync(netlink, family);
    }

    /// Finds IPVS in this kernel, which loads its module if it can.
    ///
    /// @return null: this kernel has none
    public static @Nullable Ipvs find() throws IOException {
        Netlink netlink = Netlink.open(Netlink.GENERIC);
        try {
            return new Ipvs(netlink, GenericFamily.find(netlink, "IPVS", 1));
        } catch (KernelException e) {
            netlink.close();
            if (e.is(Errno.ENOENT)) return null;
            throw e;
        }
    }

    /// Whether there are services in this network namespace, of whomever; loads no module, and
    /// needs no privilege.
    public static boolean inUse() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/net/ip_vs"))) {
            return lines.skip(HEADINGS).findAny().isPresent();
        } catch (IOException | UncheckedIOException none) {
            return false;
        }
    }

    @Override
    public String name() {
        return "IPVS";
    }

    @Override
    public Table table() throws IOException {
        Map<ServiceKey, Entry> ours = new LinkedHashMap<>();
        Set<ServiceKey> others = new HashSet<>();
        Request dump = family.request("list the services", GET_SERVICE, Request.DUMP);
        for (Message message : netlink.call(dump)) {
            Attributes attributes = nested(message, Messages.SERVICE);
            ServiceKey key = Messages.key(attributes);
            if (key == null) continue;
            Service service = Messages.service(key, attributes);
            if (service == null) others.add(key);
            else ours.put(key, new Entry(service, destinations(key)));
        }
        return new Table(ours, others);
    }

    private Map<InetSocketAddress, Held> destinations(ServiceKey key) throws IOException {
        Map<InetSocketAddress, Held> all = new LinkedHashMap<>();
        Request dump =
                family.request("list the destinations of " + key, GET_DEST, Request.DUMP)
                        .nest(Messages.SERVICE, in -> Messages.key(in, key));
        for (Message message : netlink.call(dump)) {
            Held held = Messages.destination(nested(message, Messages.DESTINATION), key.isIpv6());
            all.put(held.destination().address(), held);
        }
        return all;
    }

    private static Attributes nested(Message message, int type) throws IOException {
        return message.attributes(GenericFamily.HEADER).nest(type);
    }

    @Override
    public void apply(Step step) throws IOException {
        switch (step) {
            case Step.AddService(Service service) ->
                    call(step, NEW_SERVICE, in -> Messages.service(in, service));
            case Step.ChangeService(Service service) ->
                    call(step, SET_SERVICE, in -> Messages.service(in, service));
            case Step.RemoveService(ServiceKey key) ->
                    call(step, DEL_SERVICE, in -> Messages.key(in, key));
            case Step.AddDestination(ServiceKey _, Destination destination) ->
                    destination(step, NEW_DEST, in -> Messages.destination(in, destination));
            case Step.ChangeDestination(ServiceKey _, Destination destination) ->
                    destination(step, SET_DEST, in -> Messages.destination(in, destination));
            case Step.RemoveDestination(ServiceKey _, InetSocketAddress address) ->
                    destination(step, DEL_DEST, in -> Messages.address(in, address));
        }
    }

    private void call(Step step, int command, Consumer<Request> service) throws IOException {
        send(step, family.request(step.toString(), command, 0).nest(Messages.SERVICE, service));
    }

    private void destination(Step step, int command, Consumer<Request> destination)
            throws IOException {
        Request request =
                family.request(step.toString(), command, 0)
                        .nest(Messages.SERVICE, in -> Messages.key(in, step.key()))
                        .nest(Messages.DESTINATION, destination);
        send(step, request);
    }

    /// The kernel says ENOENT also of a scheduler that it does not have.
    private void send(Step step, Request request) throws IOException {
        try {
            netlink.call(request);
        } catch (KernelException e) {
            boolean service = step instanceof Step.AddService || step instanceof Step.ChangeService;
            if (!service || !e.is(Errno.ENOENT)) throw e;
            throw new IOException(
                    e.getMessage()
                            + "; the scheduler is missing: modprobe ip_vs_rr (or _wrr, _wlc,"
                            + " _mh, as the policy is)",
                    e);
        }
    }

    @Override
    public void startSync(String interfaceName, int id) throws IOException {
        sync.start(interfaceName, id);
    }

    @Override
    public void stopSync() throws IOException {
        sync.stop();
    }

    @Override
    public void close() {
        netlink.close();
    }
}
