// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.config.TrackConfig;
import dev.galley.config.VirtualAddressConfig;
import dev.galley.reach.kernel.vrrp.Vrrp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Looks at what virtual addresses depend on, and lowers their priority by it.
final class Tracking implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Vrrp vrrp;
    private final Presenter presenter;
    private final List<Tracked> all;
    private final Thread thread;

    private static final class Tracked {
        final VirtualAddressConfig group;
        final List<Condition> conditions = new ArrayList<>();
        List<String> told = List.of();

        Tracked(VirtualAddressConfig group, Site site) {
            this.group = group;
            for (TrackConfig track : group.track()) conditions.add(Condition.of(track, site));
        }

        int lower() {
            int sum = 0;
            for (int i = 0; i < conditions.size(); i++)
                if (conditions.get(i).fault() != null) sum += group.track().get(i).lower();
            return sum;
        }

        List<String> faults() {
            return conditions.stream().map(Condition::fault).filter(Objects::nonNull).toList();
        }
    }

    /// Begins.
    Tracking(Vrrp vrrp, Presenter presenter, Site site) {
        this.vrrp = vrrp;
        this.presenter = presenter;
        this.all =
                site.config().virtualAddresses().stream()
                        .map(group -> new Tracked(group, site))
                        .toList();
        all.forEach(this::look);
        this.thread = Thread.ofVirtual().name("tracking").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                all.forEach(this::look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Tracked tracked) {
        int lower = tracked.lower();
        vrrp.lower(tracked.group, lower);
        List<String> faults = tracked.faults();
        if (!faults.equals(tracked.told))
            presenter.tracked(
                    tracked.group.name(), Math.max(1, tracked.group.priority() - lower), faults);
        tracked.told = faults;
    }

    @Override
    public void close() {
        thread.interrupt();
        all.forEach(tracked -> tracked.conditions.forEach(Condition::close));
    }
}
