// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import dev.galley.web.AppStatus.MethodStatus;
import dev.galley.web.AppStatus.ModuleStatus;
import dev.galley.web.Families.Sample;
import java.util.Map;
import java.util.stream.Stream;

/// The metrics of a program of modules.
final class AppMetrics {
    private AppMetrics() {}

    static void add(Families to, AppStatus app) {
        to.gauge(
                "galley_module_here",
                "Whether the module runs in this process: 1 or 0.",
                app.modules().stream().map(m -> Sample.of(m.here() ? 1 : 0, "module", m.module())));
        to.gauge(
                "galley_module_nodes",
                "On how many nodes the module runs, as far as this one has heard.",
                app.modules().stream().map(m -> Sample.of(m.nodes().size(), "module", m.module())));
        to.gauge(
                "galley_module_wanted",
                "On how many nodes it is to run by its load; 0: that is not said by its load.",
                app.modules().stream().map(m -> Sample.of(wanted(m), "module", m.module())));
        to.counter(
                "galley_module_failures",
                "Tries of calls to the module on other nodes that failed, by how far they came.",
                app.modules().stream().flatMap(AppMetrics::failures));
        to.counter(
                "galley_method_failures",
                "Calls from other nodes that failed here, by how far they came.",
                app.methods().stream().flatMap(AppMetrics::failures));
        to.gauge(
                "galley_calls_in_flight",
                "Calls from other nodes that are under way.",
                Stream.of(Sample.of(app.inFlight())));
        to.gauge(
                "galley_calls_limit",
                "How many calls from other nodes may be under way, as it has turned out.",
                Stream.of(Sample.of(app.limit())));
    }

    private static int wanted(ModuleStatus module) {
        ModuleScale scale = module.scale();
        return scale == null ? 0 : scale.wanted();
    }

    private static Stream<Sample> failures(ModuleStatus module) {
        return failures(module.failures(), "module", module.module());
    }

    private static Stream<Sample> failures(MethodStatus method) {
        return failures(method.failures(), "method", method.method());
    }

    private static Stream<Sample> failures(Map<String, Long> byStage, String label, String value) {
        return byStage.entrySet().stream()
                .map(f -> Sample.of(f.getValue(), label, value, "stage", f.getKey()));
    }
}
