// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.config.TargetConfig;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// A module whose load this node tells the others.
///
/// @param target which says how often
/// @param counters what this node has of it: those of now
/// @param here whether this process runs it, so that its CPU time is spent for it
public record Measured(
        String module,
        TargetConfig target,
        Supplier<? extends Collection<? extends Counter>> counters,
        BooleanSupplier here) {
    /// What it is called among the loads.
    static String what(String module) {
        return "module:" + module;
    }
}
