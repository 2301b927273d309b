// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

import dev.galley.config.ListenerConfig;
import dev.galley.pool.Member;
import dev.galley.pool.MemberState;
import dev.galley.pool.Pool;
import dev.galley.pool.Snapshot;
import dev.galley.pool.Traffic;
import dev.galley.reach.kernel.Table.Entry;
import dev.galley.reach.kernel.Table.Held;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A listener in the kernel: what it should be there, and what was counted there. The mirror's
/// thread works with it; what it counts may be read by any thread.
public final class Mirrored {
    private final ServiceKey key;
    private final Traffic traffic = new Traffic(1);
    private volatile Setup setup;
    private volatile int active;

    /// What the mirror has last seen of the pool.
    private @Nullable Snapshot seen;

    /// What the kernel had counted of each destination when it was last read. Null: not yet, and
    /// what is there by then was counted by the Galley before.
    private @Nullable Map<InetSocketAddress, Counters> counted;

    private record Setup(ListenerConfig.Kernel config, Pool pool) {}

    public Mirrored(ListenerConfig.Kernel config, Pool pool) {
        this.key = ServiceKey.of(config.bind());
        this.setup = new Setup(config, pool);
    }

    /// Takes another configuration for the same address.
    public void configure(ListenerConfig.Kernel config, Pool pool) {
        setup = new Setup(config, pool);
    }

    public ServiceKey key() {
        return key;
    }

    public ListenerConfig.Kernel config() {
        return setup.config;
    }

    public Pool pool() {
        return setup.pool;
    }

    /// What the kernel has forwarded since the start.
    public Traffic traffic() {
        return traffic;
    }

    /// Connections under way.
    public int active() {
        return active;
    }

    /// Whether something has changed since {@link #wanted} was last called.
    boolean changed() {
        return setup.pool.snapshot() != seen;
    }

    /// What should be in the kernel. A pool whose names have not led anywhere yet has nothing to
    /// say on what is there.
    Wanted wanted(@Nullable Entry there) {
        Setup now = setup;
        Snapshot snapshot = now.pool.snapshot();
        seen = snapshot;
        Wanted wanted = Translation.of(now.config, snapshot);
        if (!snapshot.members().isEmpty() || there == null) return wanted;
        Map<InetSocketAddress, Destination> kept = new HashMap<>();
        there.destinations().forEach((address, held) -> kept.put(address, held.destination()));
        return new Wanted(wanted.service(), kept, Set.of());
    }

    /// Counts what has come since the last time.
    ///
    /// @param there null: the service is not there
    /// @param writer the mirror's number, for members' traffic
    /// @param forwarded adds up connections under way by member, over all listeners
    void count(@Nullable Entry there, int writer, Map<Member, Integer> forwarded) {
        Map<InetSocketAddress, Held> held = there == null ? Map.of() : there.destinations();
        Map<InetSocketAddress, Counters> before = counted;
        Map<InetSocketAddress, Counters> after = new HashMap<>();
        Counters sum = Counters.ZERO;
        for (MemberState state : setup.pool.snapshot().members()) {
            Member member = state.member();
            InetSocketAddress address = member.address();
            Held now = held.get(address);
            forwarded.merge(member, now == null ? 0 : now.active(), Integer::sum);
            Counters last = before == null ? null : before.get(address);
            if (now == null) {
                // It may come back, and go on counting where it was.
                if (last != null) after.put(address, last);
                continue;
            }
            if (after.put(address, now.counters()) != null || before == null) continue;
            Counters more = now.counters().since(last == null ? Counters.ZERO : last);
            member.traffic().count(writer, more.connections(), more.bytesIn(), more.bytesOut());
            sum = sum.plus(more);
        }
        traffic.count(0, sum.connections(), sum.bytesIn(), sum.bytesOut());
        active = there == null ? 0 : there.active();
        counted = after;
    }
}
