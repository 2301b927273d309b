// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is given to the compiler by `-A`.
///
/// @param lock where the lock file is; null: it was not said
/// @param frozen whether the lock file must not change; if it is not said, where the environment
///   has `CI=true`, as build servers do: what they add to a lock file nobody commits
record Options(@Nullable Path lock, boolean frozen) {
    static final String LOCK = "galley.lock";
    static final String FROZEN = "galley.lock.frozen";

    /// @param env of the compiler
    static Options of(Map<String, String> given, Map<String, String> env) {
        String frozen = given.getOrDefault(FROZEN, env.get("CI"));
        String lock = given.get(LOCK);
        return new Options(
                lock == null || lock.isBlank() ? null : Path.of(lock),
                Boolean.parseBoolean(frozen));
    }
}
