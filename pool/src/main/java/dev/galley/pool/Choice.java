// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.config.PolicyConfig;
import dev.galley.config.PoolConfig;
import dev.galley.pool.policy.Candidates;
import dev.galley.pool.policy.Policy;
import dev.galley.pool.policy.ReportedLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The part of a snapshot that choosing reads: the candidates in arrays, and the policy built for
/// them. The candidates are the members that get requests; for the hash policy also those of the
/// groups in use that do not just now, since its table must not change with health.
final class Choice implements Candidates {
    private final Member[] members;
    private final boolean[] fit;
    private final int[] tenths;
    private final @Nullable Policy policy;
    private final LongSupplier clock;
    final ReportedLoad.Neutral neutral;

    /// Whether {@link Policy#pick} wants the request's hash for its key.
    final boolean hashes;

    /// How long latencies are remembered, in nanoseconds; 0: nobody asks for them.
    final double decay;

    private Choice(LongSupplier clock, ReportedLoad.Neutral neutral) {
        this.clock = clock;
        this.neutral = neutral;
        members = new Member[0];
        fit = new boolean[0];
        tenths = new int[0];
        policy = null;
        hashes = false;
        decay = 0;
    }

    private Choice(Choice before, PoolConfig config, List<MemberState> candidates) {
        clock = before.clock;
        neutral = before.neutral;
        hashes = config.policy() instanceof PolicyConfig.Hash;
        decay = config.policy() instanceof PolicyConfig.FastestResponse f ? f.decay().toNanos() : 0;
        int n = candidates.size();
        members = new Member[n];
        fit = new boolean[n];
        tenths = new int[n];
        int[] weights = new int[n];
        List<String> names = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            MemberState state = candidates.get(i);
            members[i] = state.member();
            fit[i] = state.eligible();
            tenths[i] = state.tenths();
            weights[i] = weight(config.policy(), state);
            names.add(state.member().name());
        }
        policy = n == 0 ? null : Policy.of(config.policy(), names, weights, before.policy);
    }

    static Choice none(LongSupplier clock) {
        return new Choice(clock, new ReportedLoad.Neutral());
    }

    /// The choice among the members of the groups up to `lastPriority`.
    Choice next(PoolConfig config, List<MemberState> states, int lastPriority) {
        return among(config, candidates(config, states, lastPriority));
    }

    /// The choice among these.
    Choice among(PoolConfig config, List<MemberState> candidates) {
        return new Choice(this, config, candidates);
    }

    static List<MemberState> candidates(
            PoolConfig config, List<MemberState> states, int lastPriority) {
        boolean all = config.policy() instanceof PolicyConfig.Hash;
        return states.stream()
                .filter(s -> s.config().priority() <= lastPriority)
                .filter(s -> all ? s.weight() > 0 : s.eligible())
                .toList();
    }

    /// In tenths of a weight, for the slow start. Round robin counts all members alike; hashing
    /// starts a member slowly by other means, which leave its table alone.
    private static int weight(PolicyConfig policy, MemberState state) {
        return switch (policy) {
            case PolicyConfig.RoundRobin _ -> state.tenths();
            case PolicyConfig.Hash _ -> state.weight();
            default -> state.weight() * state.tenths();
        };
    }

    /// The number of the candidate that the policy takes of `view`; [Policy#NONE] if none can be.
    int pick(Candidates view, long key) {
        return policy == null ? Policy.NONE : policy.pick(view, key);
    }

    Member member(int i) {
        return members[i];
    }

    /// Whether any candidate has room.
    boolean room() {
        for (int i = 0; i < members.length; i++) if (available(i)) return true;
        return false;
    }

    /// How many more requests there is room for, counted up to `most`.
    int room(int most) {
        long free = 0;
        for (int i = 0; i < members.length && free < most; i++)
            if (available(i)) free += members[i].limit - members[i].inFlight();
        return (int) Math.min(free, most);
    }

    @Override
    public int size() {
        return members.length;
    }

    @Override
    public boolean available(int i) {
        return fit[i] && !members[i].full();
    }

    @Override
    public int inFlight(int i) {
        return members[i].inFlight();
    }

    @Override
    public int tenths(int i) {
        return tenths[i];
    }

    @Override
    public long now() {
        return clock.getAsLong();
    }

    @Override
    public double latency(int i, long now) {
        return decay == 0 ? 0 : members[i].latency.at(now, decay);
    }

    @Override
    public double load(int i, long now) {
        return members[i].load.at(now, neutral);
    }
}
