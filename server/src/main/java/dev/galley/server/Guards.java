// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.config.FloodConfig;
import dev.galley.config.ListenerConfig;
import dev.galley.reach.kernel.nft.Denied;
import dev.galley.reach.kernel.nft.FloodCounts;
import dev.galley.reach.kernel.nft.Floods;
import dev.galley.reach.kernel.nft.Guarded;
import dev.galley.reach.kernel.nft.NftException;
import dev.galley.server.Site.Bound;
import dev.galley.web.DenyList.DeniedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// What is kept from listeners by the kernel, between the file, the kernel and the admin API.
final class Guards {
    private static final System.Logger LOG = System.getLogger(Guards.class.getName());

    private Guards() {}

    /// The name of a table of the kernel's. No other process on this machine has it, be it in
    /// another PID namespace.
    static String table() {
        long pid = ProcessHandle.current().pid();
        int number = ThreadLocalRandom.current().nextInt(1 << 16);
        return "galley-%d-%04x".formatted(pid, number);
    }

    /// Guards those that ask for it, and no others.
    ///
    /// @throws StartException if that can't be had; nothing is changed then
    static void set(Floods floods, List<Bound> listeners) throws StartException {
        List<Guarded> guarded = new ArrayList<>();
        for (Bound bound : listeners) {
            FloodConfig flood = bound.config().flood();
            if (flood != null) guarded.add(guarded(bound, flood));
        }
        try {
            floods.guard(guarded);
        } catch (NftException e) {
            throw new StartException(
                    "flood of listener " + guarded.getFirst().name() + ": " + e.getMessage());
        }
    }

    private static Guarded guarded(Bound bound, FloodConfig flood) {
        boolean plainDns = bound.config() instanceof ListenerConfig.Dns dns && dns.bind().udp();
        boolean mirrored = bound.config() instanceof ListenerConfig.Kernel;
        boolean udp = bound.config().bind().udp();
        return new Guarded(
                bound.name(), bound.way().address(), !udp || plainDns, udp, mirrored, flood);
    }

    /// What was kept away so far; null: nobody asks for it.
    static dev.galley.web.@Nullable Floods status(Floods floods) {
        try {
            Map<String, FloodCounts> counts = floods.counts();
            if (counts.isEmpty()) return null;
            List<dev.galley.web.Floods.Kept> kept = new ArrayList<>();
            counts.forEach((listener, count) -> kept.add(kept(listener, count)));
            return new dev.galley.web.Floods(floods.denied().size(), kept);
        } catch (NftException e) {
            LOG.log(System.Logger.Level.WARNING, "counters of floods: " + e.getMessage());
            return null;
        }
    }

    private static dev.galley.web.Floods.Kept kept(String listener, FloodCounts count) {
        return new dev.galley.web.Floods.Kept(
                listener,
                count.denied(),
                count.rate(),
                count.connections(),
                count.challenged(),
                count.proxied());
    }

    static DeniedSource view(Denied denied, Instant now) {
        Instant until = denied.until();
        Double left = until == null ? null : Duration.between(now, until).toMillis() / 1e3;
        return new DeniedSource(denied.toString(), left);
    }
}
