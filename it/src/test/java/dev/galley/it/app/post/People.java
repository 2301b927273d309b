// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app.post;

import dev.galley.rpc.Idempotent;
import dev.galley.rpc.Service;
import java.util.Optional;

/// Who lives here.
@Service
public interface People {
    /// Moves in, and is sent a welcome. Fails with `taken`.
    Person register(String name);

    @Idempotent
    Optional<Person> find(String name);

    record Person(String name, int letters) {}
}
