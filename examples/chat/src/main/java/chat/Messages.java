// SPDX-License-Identifier: Apache-2.0
package chat;

import dev.galley.rpc.Idempotent;
import dev.galley.rpc.Service;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// What is said. A message is kept for each of its recipients until one of that user's clients
/// acknowledges it; a client may get it more than once, and tells by its id.
@Service
public interface Messages {
    /// Keeps and delivers a message. Fails with `bad-text`, `no-such-user`, `not-a-member`,
    /// `mailbox-full`, or `id-taken` if somebody else has sent another message of that id.
    ///
    /// @param id of the sender's choice, made at random: what is sent twice by one id is sent once
    @Idempotent
    void send(String token, UUID id, Recipient to, String text);

    /// What is kept for the user, the oldest first, and then what arrives, until the stream is
    /// closed. It fails with `not-logged-in` soon after the token is good no more, and with
    /// `too-slow` if what arrives is not read; then `receive` begins again, with nothing lost.
    Stream<Message> receive(String token);

    /// The messages have arrived with the user: they are forgotten. At most {@link
    /// Limits#ACKNOWLEDGED} of them, or `too-many`.
    @Idempotent
    void acknowledge(String token, List<UUID> ids);

    /// Keeps and delivers a message to everyone. It is for other modules: who may do that is theirs
    /// to know.
    @Idempotent
    void announce(String from, UUID id, String text);
}
