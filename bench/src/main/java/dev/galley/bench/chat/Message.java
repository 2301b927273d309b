// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.chat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A message as a chat server knows it.
public record Message(
        long id,
        User sender,
        String text,
        Instant sent,
        List<User> recipients,
        Map<String, String> attributes,
        Attachment attachment,
        Optional<Message> reply,
        Kind kind,
        List<Integer> marks) {}
