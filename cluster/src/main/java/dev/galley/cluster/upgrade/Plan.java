// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.upgrade;

/// What all nodes are to run.
///
/// @param file the configuration, by a path that is the same on all of them
/// @param jar that of Galley, likewise; empty: the one that runs
/// @param watchMillis how long each node is watched before the next one goes
/// @param limitMillis how long a node may take for each step
public record Plan(String file, String jar, long watchMillis, long limitMillis) {
    public Plan {
        if (file.isEmpty() || (file + jar).chars().anyMatch(Character::isISOControl))
            throw new IllegalArgumentException("a path must not be empty, or have control codes");
    }
}
