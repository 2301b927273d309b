// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The program of modules that runs in this process.
///
/// @param node which of its nodes this is; null: it is the only process
/// @param address where other nodes call it; null: nowhere
/// @param inFlight calls from other nodes that are under way here
/// @param limit how many may be, now
/// @param methods what other nodes call here
public record AppStatus(
        @Nullable String node,
        @Nullable String address,
        int inFlight,
        int limit,
        List<ModuleStatus> modules,
        List<MethodStatus> methods) {
    /// A module of the program.
    ///
    /// @param here whether it runs in this process
    /// @param nodes those that run it; none: this is the only process
    /// @param pool the pool of nodes by which it is called from here; null: it is not
    /// @param scale null: its number does not follow its load
    /// @param failures tries of such calls that have failed, by stage
    public record ModuleStatus(
            String module,
            boolean here,
            List<String> nodes,
            @Nullable String pool,
            @Nullable ModuleScale scale,
            Map<String, Long> failures) {}

    /// A method that is served.
    ///
    /// @param method `Service/method`
    /// @param failures calls that have failed, by stage
    /// @param traffic its calls: class 2 went well, 4 failed in the service or were given up, 5 are
    ///   the rest
    public record MethodStatus(String method, Map<String, Long> failures, Totals traffic) {}
}
