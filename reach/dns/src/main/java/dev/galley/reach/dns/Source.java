// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import dev.galley.pool.Snapshot;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A pool, as its newest snapshot looks from here. Any thread; two that find a new snapshot at the
/// same moment both prepare it, and either result will do.
final class Source {
    private final Pool pool;
    private volatile View view;

    Source(Pool pool) {
        this.pool = pool;
        this.view = new View(pool.snapshot(), null);
    }

    View view() {
        View known = view;
        Snapshot now = pool.snapshot();
        if (known.snapshot.equals(now)) return known;
        View made = new View(now, known);
        view = made;
        return made;
    }

    /// What a snapshot looks like from here. Immutable.
    static final class View {
        final Snapshot snapshot;
        final Family v4;
        final Family v6;
        final Family both;
        private final Set<InetAddress> addresses;

        View(Snapshot snapshot, @Nullable View before) {
            this.snapshot = snapshot;
            v4 = new Family(snapshot, View::is4, before == null ? null : before.v4);
            v6 = new Family(snapshot, View::is6, before == null ? null : before.v6);
            both = new Family(snapshot, _ -> true, before == null ? null : before.both);
            addresses =
                    snapshot.members().stream()
                            .map(s -> s.member().address().getAddress())
                            .collect(Collectors.toUnmodifiableSet());
        }

        private static boolean is4(Member member) {
            return member.address().getAddress() instanceof Inet4Address;
        }

        private static boolean is6(Member member) {
            return member.address().getAddress() instanceof Inet6Address;
        }

        /// Whether a member, up or not, has this address.
        boolean has(InetAddress address) {
            return addresses.contains(address);
        }
    }
}
