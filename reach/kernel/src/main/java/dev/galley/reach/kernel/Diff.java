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

    /// The changes, in their order. A service of ours that is wanted no more first gets nothing
    /// new, and goes when its last connection has ended; so does a destination, unless it has
    /// failed. Others' services are not looked at.
    ///
    /// @param atOnce of those that are wanted no more, the ones that do not wait
    static List<Step> steps(Map<ServiceKey, Wanted> wanted, Table table, Set<ServiceKey> atOnce) {
        Diff diff = new Diff();
        wanted.forEach((key, service) -> diff.service(service, table.ours().get(key)));
        table.ours()
                .forEach((key, entry) -> {
                    if (wanted.containsKey(key)) return;
                    if (atOnce.contains(key) || entry.ended())
                        diff.steps.add(new Step.RemoveService(key));
                    else entry.destinations().values().forEach(held -> diff.drain(key, held));
                });
        return diff.steps;
    }

    private void service(Wanted wanted, @Nullable Entry there) {
        if (there == null) steps.add(new Step.AddService(wanted.service()));
        else if (!there.service().equals(wanted.service()))
            steps.add(new Step.ChangeService(wanted.service()));
        destinations(wanted, there == null ? Map.of() : there.destinations());
    }

    private void destinations(Wanted wanted, Map<InetSocketAddress, Held> there) {
        ServiceKey key = wanted.service().key();
        wanted.destinations()
                .forEach((address, destination) -> {
                    Held held = there.get(address);
                    if (held == null) steps.add(new Step.AddDestination(key, destination));
                    else if (!held.destination().equals(destination))
                        steps.add(new Step.ChangeDestination(key, destination));
                });
        there.forEach((address, held) -> {
            if (wanted.destinations().containsKey(address)) return;
            if (wanted.failed().contains(address) || held.ended())
                steps.add(new Step.RemoveDestination(key, address));
            else drain(key, held);
        });
    }

    private void drain(ServiceKey key, Held held) {
        if (held.destination().weight() > 0)
            steps.add(new Step.ChangeDestination(key, held.destination().weighing(0)));
    }
}
