// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

import dev.galley.reach.kernel.Table.Entry;
import dev.galley.reach.kernel.Table.Held;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The fewest changes that make the kernel's table equal to what is wanted. Within a service
/// members come before others go, so that there is always somebody who serves.
final class Diff {
    private final List<Step> steps = new ArrayList<>();

    private Diff() {}

    /// The changes, in their order. A service of ours that is wanted no more gets nothing new, and
    /// goes when its last connection has ended; others' services are not looked at.
    ///
    /// @param atOnce of those that are wanted no more, the ones that do not wait
    static List<Step> steps(Map<ServiceKey, Wanted> wanted, Table table, Set<ServiceKey> atOnce) {
        Diff diff = new Diff();
        wanted.forEach((key, service) -> diff.service(service, table.ours().get(key)));
        table.ours()
                .forEach((key, entry) -> {
                    if (wanted.containsKey(key)) return;
                    if (atOnce.contains(key) || entry.active() == 0)
                        diff.steps.add(new Step.RemoveService(key));
                    else diff.drain(entry);
                });
        return diff.steps;
    }

    private void service(Wanted wanted, @Nullable Entry there) {
        if (there == null) steps.add(new Step.AddService(wanted.service()));
        else if (!there.service().equals(wanted.service()))
            steps.add(new Step.ChangeService(wanted.service()));
        destinations(
                wanted.service().key(),
                wanted.destinations(),
                there == null ? Map.of() : there.destinations());
    }

    private void destinations(
            ServiceKey key,
            Map<InetSocketAddress, Destination> wanted,
            Map<InetSocketAddress, Held> there) {
        wanted.forEach((address, destination) -> {
            Held held = there.get(address);
            if (held == null) steps.add(new Step.AddDestination(key, destination));
            else if (!held.destination().equals(destination))
                steps.add(new Step.ChangeDestination(key, destination));
        });
        for (InetSocketAddress address : there.keySet())
            if (!wanted.containsKey(address)) steps.add(new Step.RemoveDestination(key, address));
    }

    private void drain(Entry entry) {
        for (Held held : entry.destinations().values())
            if (held.destination().weight() > 0)
                steps.add(
                        new Step.ChangeDestination(
                                entry.service().key(), held.destination().weighing(0)));
    }
}
