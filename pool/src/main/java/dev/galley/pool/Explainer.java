// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.pool.policy.Policy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says of each member of a snapshot why a request would go to it, or would not.
///
/// @param kept the member that has the client's session; null: none
/// @param now the pool's clock, in nanoseconds
record Explainer(Snapshot snapshot, Ask ask, @Nullable Member kept, long now) {
    List<Explanation> explain(long key) {
        Choice choice = snapshot.choice();
        int i = choice.pick(new Untried(choice, ask), key);
        Member preferred = i == Policy.NONE ? null : choice.member(i);
        Member chosen = keptServes() ? kept : preferred;
        return snapshot.members().stream().map(state -> explain(state, chosen)).toList();
    }

    private boolean keptServes() {
        return kept != null && kept.keeping() && !kept.full() && !ask.tried(kept);
    }

    private Explanation explain(MemberState state, @Nullable Member chosen) {
        Member member = state.member();
        Choice choice = snapshot.choice();
        return new Explanation(
                state,
                member.inFlight(),
                choice.decay == 0 ? 0 : member.latency.at(now, choice.decay),
                member.load.at(now, choice.neutral),
                member == chosen,
                why(state, chosen));
    }

    private String why(MemberState state, @Nullable Member chosen) {
        Member member = state.member();
        if (member == chosen) return member == kept ? "has the client's session" : "is next";
        String out = whyOut(state);
        if (!out.isEmpty()) return out;
        if (state.weight() == 0) return "weight 0";
        if (!snapshot.serving(state)) return whyStandby(state);
        if (ask.tried(member)) return "tried already";
        if (member.full()) return "full: " + member.inFlight() + " of " + member.limit;
        return chosen == null ? "has room again" : "would do; " + chosen.name() + why(chosen);
    }

    private String why(Member chosen) {
        return chosen == kept ? " has the session" : " is preferred";
    }

    private String whyOut(MemberState state) {
        return switch (state.status()) {
            case UP -> "";
            case DOWN -> "down: " + state.reason();
            case DRAINING ->
                    "draining, "
                            + (state.member().inFlight() + state.member().forwarded())
                            + " in flight";
            case EJECTED -> "ejected, back in " + Words.of(remaining(state.ejection()));
        };
    }

    private Duration remaining(Ejection ejection) {
        return Duration.ofNanos(Math.max(0, ejection.until() - now));
    }

    private String whyStandby(MemberState state) {
        return "priority %d is not needed: %d up in %d and better, min-up is %d"
                .formatted(
                        state.config().priority(),
                        snapshot.up(),
                        snapshot.lastPriority(),
                        snapshot.config().minUp());
    }
}
