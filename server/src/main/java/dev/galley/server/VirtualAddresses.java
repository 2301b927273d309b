// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.config.Config;
import dev.galley.config.HeldAddress;
import dev.galley.config.VirtualAddressConfig;
import dev.galley.reach.kernel.vrrp.GroupStatus;
import dev.galley.reach.kernel.vrrp.Vrrp;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The virtual addresses of this process, and what they depend on. One thread at a time, but for
/// {@link #status}.
final class VirtualAddresses {
    private static final Duration LOOK = Duration.ofMillis(2);

    /// A hand-over ends by itself before.
    private static final Duration LONGEST = Duration.ofSeconds(45);

    private final Presenter presenter;
    private volatile @Nullable Vrrp vrrp;
    private @Nullable Tracking tracking;

    VirtualAddresses(Presenter presenter) {
        this.presenter = presenter;
    }

    /// The addresses that another machine may have.
    static Set<InetAddress> of(Config config) {
        return config.virtualAddresses().stream()
                .map(VirtualAddressConfig::address)
                .flatMap(List::stream)
                .map(HeldAddress::address)
                .map(held -> held.address())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Finds out whether they can be had; takes none yet.
    ///
    /// @throws StartException if this host does not let us
    void prepare(Config config) throws StartException {
        if (config.virtualAddresses().isEmpty() || vrrp != null) return;
        try {
            vrrp = Vrrp.start(presenter);
        } catch (IOException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        }
    }

    /// Takes part in who holds them: after everything that serves on them is there.
    void take(Site site) {
        Vrrp running = vrrp;
        if (running == null) return;
        if (tracking != null) tracking.close();
        running.apply(site.config().virtualAddresses());
        tracking = new Tracking(running, presenter, site);
    }

    /// Hands them over, and waits until that is done: an advert and a second, if nobody is there to
    /// take them.
    void handOver() {
        Vrrp running = vrrp;
        if (running == null) return;
        if (tracking != null) tracking.close();
        running.handOver();
        long start = System.nanoTime();
        try {
            while (!running.idle() && System.nanoTime() - start < LONGEST.toNanos())
                Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.close();
    }

    List<GroupStatus> status() {
        Vrrp running = vrrp;
        return running == null ? List.of() : running.status();
    }
}
