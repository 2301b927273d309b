// SPDX-License-Identifier: Apache-2.0
package chat;

import dev.galley.rpc.Idempotent;
import dev.galley.rpc.Service;
import java.util.UUID;

/// What not everybody may do.
@Service
public interface Admin {
    /// Whether the user may do what is below.
    @Idempotent
    boolean isAdmin(String token);

    /// Sends a message to everyone. Fails with `not-an-admin`, and as {@link Messages#send}.
    @Idempotent
    void broadcast(String token, UUID id, String text);
}
