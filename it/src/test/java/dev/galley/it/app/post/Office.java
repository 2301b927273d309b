// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app.post;

import dev.galley.rpc.Idempotent;
import dev.galley.rpc.Service;
import java.util.List;
import java.util.Map;

/// Knows what the others know.
@Service
public interface Office {
    /// How many letters each has; at most so many names as the office was told. Fails with
    /// `too-many`.
    @Idempotent
    Map<String, Integer> count(List<String> names);
}
