// SPDX-License-Identifier: Apache-2.0
package chat;

import java.time.Instant;
import java.util.UUID;

/// What somebody has said.
///
/// @param id by which a client knows what it has got before
/// @param from the name of the sender
/// @param sent when, by the clock of the process that took it
public record Message(UUID id, String from, Recipient to, String text, Instant sent) {}
