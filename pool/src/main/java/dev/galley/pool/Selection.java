// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Some members of a snapshot, those of one address family for example, and the pool's policy over
/// them alone. For who names members without using them: there is no lease. Immutable; any thread.
public final class Selection {
    private final Choice choice;
    private final List<MemberState> states;

    private Selection(Choice choice, List<MemberState> states) {
        this.choice = choice;
        this.states = states;
    }

    /// The members of `snapshot` that satisfy `which`.
    ///
    /// @param before the selection by the same condition from an older snapshot of the same pool:
    ///   what was costly to build is taken over from it
    public static Selection of(
            Snapshot snapshot, Predicate<Member> which, @Nullable Selection before) {
        List<MemberState> some =
                Choice.candidates(snapshot.config(), snapshot.members(), snapshot.lastPriority())
                        .stream()
                        .filter(s -> which.test(s.member()))
                        .toList();
        Choice last = before == null ? snapshot.choice() : before.choice;
        return new Selection(last.among(snapshot.config(), some), some);
    }

    /// Its members, also such as are passed over just now.
    public List<MemberState> members() {
        return states;
    }

    /// Whether member `i` can be chosen now.
    public boolean available(int i) {
        return choice.available(i);
    }

    /// Whether {@link #pick} wants the hash of what {@link Pool#hashKey} names for its key; else it
    /// wants a number that grows by one each time.
    public boolean hashes() {
        return choice.hashes;
    }

    /// The number of the member that the policy chooses; below 0: none can be.
    public int pick(long key) {
        return choice.pick(choice, key);
    }
}
