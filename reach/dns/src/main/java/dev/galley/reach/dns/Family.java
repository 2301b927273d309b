// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import dev.galley.pool.Member;
import dev.galley.pool.MemberState;
import dev.galley.pool.Selection;
import dev.galley.pool.Snapshot;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The members of a snapshot with addresses of one family, or of both, ready to be written.
/// Immutable.
final class Family {
    final Selection selection;

    /// Those that the selection chooses among.
    final Some some;

    /// All that were not taken out by hand, up or not.
    final Some all;

    /// Members, and their addresses.
    static final class Some {
        final MemberState[] states;
        final byte[][] addresses;

        Some(List<MemberState> members) {
            states = members.toArray(MemberState[]::new);
            addresses = members.stream().map(s -> address(s.member())).toArray(byte[][]::new);
        }

        private static byte[] address(Member member) {
            return member.address().getAddress().getAddress();
        }
    }

    Family(Snapshot snapshot, Predicate<Member> which, @Nullable Family before) {
        selection = Selection.of(snapshot, which, before == null ? null : before.selection);
        some = new Some(selection.members());
        all =
                new Some(
                        snapshot.members().stream()
                                .filter(s -> which.test(s.member()))
                                .filter(s -> !s.draining() && s.weight() > 0)
                                .toList());
    }
}
