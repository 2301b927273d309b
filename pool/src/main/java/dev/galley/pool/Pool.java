// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.config.HashKey;
import dev.galley.config.MemberConfig;
import dev.galley.config.PoolConfig;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A set of members that do the same job.
public final class Pool {
    private final String name;
    private final PoolConfig config;
    private final List<Member> members = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final RetryBudget retries = new RetryBudget();
    private final WaitQueue queue = new WaitQueue();

    /// @param writers how many event loops record traffic
    public Pool(String name, PoolConfig config, int writers) {
        this.name = name;
        this.config = config;
        for (MemberConfig m : config.members())
            members.add(
                    new Member(
                            m.address().toString(),
                            new InetSocketAddress(m.address().host(), m.address().port()),
                            writers));
    }

    public String name() {
        return name;
    }

    public PoolConfig config() {
        return config;
    }

    /// A member for this request, or null if none can take it now: then {@link #down} tells why.
    public @Nullable Lease choose(Ask ask) {
        for (int i = 0; i < members.size(); i++) {
            Member m = members.get(Math.floorMod(turn.getAndIncrement(), members.size()));
            if (!ask.tried(m)) {
                m.inFlight.incrementAndGet();
                return new Lease(this, m);
            }
        }
        return null;
    }

    /// Whether no member is up at all (rather than all being full or tried).
    public boolean down() {
        return members.isEmpty();
    }

    /// What {@link Ask#hash} is to hash; null if the policy does not hash.
    public @Nullable HashKey hashKey() {
        return null;
    }

    /// The response header in which members report their load; null if the policy does not read it.
    public @Nullable String loadHeader() {
        return null;
    }

    public RetryBudget retries() {
        return retries;
    }

    public WaitQueue queue() {
        return queue;
    }

    void closed(Member member, Outcome outcome, long nanos) {
        member.inFlight.decrementAndGet();
    }
}
