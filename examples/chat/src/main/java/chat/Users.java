// SPDX-License-Identifier: Apache-2.0
package chat;

import dev.galley.rpc.Idempotent;
import dev.galley.rpc.Service;
import java.time.Instant;
import java.util.stream.Stream;

/// Who may talk here. A token stands for a user who has logged in, in all services; where it is
/// none that is good they fail with `not-logged-in`.
@Service
public interface Users {
    /// Fails with `taken`, `bad-name` or `bad-password`: see {@link Limits}.
    void register(String name, String password);

    /// Fails with `wrong-password`, also if there is no such user, and with `too-many-attempts`
    /// after several of these until a minute has passed.
    Login login(String name, String password);

    /// Ends the login; nothing happens if it has ended already.
    @Idempotent
    void logout(String token);

    /// The name of the user.
    @Idempotent
    String whoIs(String token);

    @Idempotent
    boolean exists(String name);

    /// The names of all, in their order.
    Stream<String> everyone();

    /// What a user has who has logged in.
    ///
    /// @param token to be kept secret: whoever has it is the user
    /// @param until when it is good no more
    record Login(String token, Instant until) {}
}
