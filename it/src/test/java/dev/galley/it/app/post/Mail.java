// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app.post;

import dev.galley.rpc.Idempotent;
import dev.galley.rpc.Service;
import java.util.List;
import java.util.stream.Stream;

/// Who has written what to whom.
@Service
public interface Mail {
    /// Fails with `no-such-person`.
    void send(Letter letter);

    @Idempotent
    List<Letter> inbox(String name);

    Stream<Letter> read(String name);

    /// How many there were.
    int sendAll(Stream<Letter> letters);

    record Letter(String from, String to, String text) {}
}
