// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.config.PoolConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a pool is at one moment: immutable, replaced as a whole, read without a lock.
public final class Snapshot {
    private final long version;
    private final PoolConfig config;
    private final List<MemberState> members;
    private final List<Member> roll;
    private final int lastPriority;
    private final int up;
    private final boolean changesWithTime;
    private final Choice choice;

    private Snapshot(
            long version,
            PoolConfig config,
            List<MemberState> members,
            List<Member> rollBefore,
            Choice before) {
        this.version = version;
        this.config = config;
        this.members = List.copyOf(members);
        List<Member> all = members.stream().map(MemberState::member).toList();
        this.roll = all.equals(rollBefore) ? rollBefore : all;
        this.lastPriority = Priorities.last(members, config.minUp());
        this.up = (int) members.stream().filter(this::serving).count();
        this.changesWithTime =
                members.stream().anyMatch(m -> m.tenths() < 10 || m.ejection().out());
        this.choice = before.next(config, members, lastPriority);
    }

    static Snapshot first(PoolConfig config, List<MemberState> members, Choice none) {
        return new Snapshot(1, config, members, List.of(), none);
    }

    Snapshot next(PoolConfig newConfig, List<MemberState> newMembers) {
        return new Snapshot(version + 1, newConfig, newMembers, roll, choice);
    }

    /// Grows by one with each change.
    public long version() {
        return version;
    }

    /// The configuration in force.
    public PoolConfig config() {
        return config;
    }

    /// All members, in the order of the configuration.
    public List<MemberState> members() {
        return members;
    }

    /// All members; the same list as long as they are the same.
    public List<Member> roll() {
        return roll;
    }

    /// How many members get new requests.
    public int up() {
        return up;
    }

    /// The worst priority in use: members of this one and the better ones get requests.
    public int lastPriority() {
        return lastPriority;
    }

    /// Whether this member gets new requests.
    public boolean serving(MemberState state) {
        return state.eligible() && state.config().priority() <= lastPriority;
    }

    /// Whether some member is starting slowly or ejected.
    boolean changesWithTime() {
        return changesWithTime;
    }

    Choice choice() {
        return choice;
    }

    @Nullable MemberState stateOf(Member member) {
        for (MemberState state : members) if (state.member() == member) return state;
        return null;
    }
}
