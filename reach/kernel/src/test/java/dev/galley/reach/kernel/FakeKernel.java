// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

import dev.galley.reach.kernel.Table.Entry;
import dev.galley.reach.kernel.Table.Held;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// A kernel that keeps its table in memory, and is as strict as the real one: nothing twice,
/// nothing that is not there, nothing of others. Any thread.
public final class FakeKernel implements Kernel {
    private final Map<ServiceKey, Service> services = new LinkedHashMap<>();
    private final Map<ServiceKey, Map<InetSocketAddress, Held>> held = new HashMap<>();
    private final Set<ServiceKey> others = new HashSet<>();
    private final List<Step> steps = new ArrayList<>();
    private Predicate<Step> refused = _ -> false;
    private String sync = "";

    @Override
    public String name() {
        return "a fake";
    }

    @Override
    public synchronized Table table() {
        Map<ServiceKey, Entry> ours = new LinkedHashMap<>();
        services.forEach(
                (key, service) -> ours.put(key, new Entry(service, Map.copyOf(held.get(key)))));
        return new Table(ours, Set.copyOf(others));
    }

    @Override
    public synchronized void apply(Step step) throws IOException {
        if (refused.test(step) || others.contains(step.key())) throw new IOException(step + ": no");
        boolean there = services.containsKey(step.key());
        need(step, there != step instanceof Step.AddService);
        Map<InetSocketAddress, Held> destinations =
                held.computeIfAbsent(step.key(), _ -> new LinkedHashMap<>());
        switch (step) {
            case Step.AddService(Service service) -> services.put(step.key(), service);
            case Step.ChangeService(Service service) -> services.put(step.key(), service);
            case Step.RemoveService(ServiceKey key) -> {
                services.remove(key);
                held.remove(key);
            }
            case Step.AddDestination(ServiceKey _, Destination one) -> {
                Held fresh = new Held(one, 0, Counters.ZERO);
                need(step, destinations.putIfAbsent(one.address(), fresh) == null);
            }
            case Step.ChangeDestination(ServiceKey _, Destination one) -> {
                Held before = destinations.get(one.address());
                need(step, before != null);
                destinations.put(one.address(), new Held(one, before.active(), before.counters()));
            }
            case Step.RemoveDestination(ServiceKey _, InetSocketAddress address) ->
                    need(step, destinations.remove(address) != null);
        }
        steps.add(step);
    }

    private static void need(Step step, boolean condition) throws IOException {
        if (!condition) throw new IOException(step + ": it is not so");
    }

    @Override
    public synchronized void startSync(String interfaceName, int id) {
        sync = interfaceName + " " + id;
    }

    @Override
    public synchronized void stopSync() {
        sync = "";
    }

    @Override
    public void close() {}

    /// What is told to peers, and by which id; empty: nothing.
    public synchronized String sync() {
        return sync;
    }

    /// Somebody else adds a service.
    public synchronized void other(ServiceKey key) {
        others.add(key);
    }

    /// Refuses these steps from now on.
    public synchronized void refuse(Predicate<Step> which) {
        refused = which;
    }

    /// What a destination has done so far.
    public synchronized void count(
            ServiceKey key, InetSocketAddress address, int active, Counters counters) {
        held.get(key)
                .computeIfPresent(
                        address, (_, was) -> new Held(was.destination(), active, counters));
    }

    /// The steps that were taken since this was last asked.
    public synchronized List<Step> steps() {
        List<Step> taken = List.copyOf(steps);
        steps.clear();
        return taken;
    }
}
