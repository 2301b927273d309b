// SPDX-License-Identifier: Apache-2.0
package chat;

import dev.galley.rpc.Idempotent;
import dev.galley.rpc.Service;
import java.util.List;

/// Groups, which everybody may join who knows the name.
@Service
public interface Groups {
    /// Makes a group with its owner in it. Fails with `taken`, `bad-name` or `too-many`; not if it
    /// is this user's already.
    @Idempotent
    void create(String token, String group);

    /// Fails with `no-such-group`, `removed` (by the owner, for good) or `too-many`.
    @Idempotent
    void join(String token, String group);

    /// Where the owner leaves the group ends.
    @Idempotent
    void leave(String token, String group);

    /// Removes a member, who cannot come back. Fails with `not-the-owner`, or `owner-stays` if it
    /// is the owner who should go.
    @Idempotent
    void remove(String token, String group, String member);

    /// The groups that the user is in, in the order of their names.
    @Idempotent
    List<Group> list(String token);

    /// The names of the members, in order. Fails with `not-a-member` if the user is not one of
    /// them.
    @Idempotent
    List<String> members(String token, String group);

    /// A group.
    ///
    /// @param owner who may remove members
    record Group(String name, String owner) {}
}
