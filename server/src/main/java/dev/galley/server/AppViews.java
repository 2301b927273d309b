// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.app.App;
import dev.galley.app.App.Callee;
import dev.galley.config.Address;
import dev.galley.rpc.Stage;
import dev.galley.rpc.server.Dispatcher;
import dev.galley.rpc.server.Served;
import dev.galley.web.AppStatus;
import dev.galley.web.AppStatus.MethodStatus;
import dev.galley.web.AppStatus.ModuleStatus;
import dev.galley.web.ModuleScale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A program of modules, as the admin API shows it.
final class AppViews {
    private AppViews() {}

    /// @param scales how modules follow their load, as far as they do
    static AppStatus of(App app, Map<String, ModuleScale> scales) {
        Address address = app.address();
        Dispatcher served = app.served();
        return new AppStatus(
                app.node(),
                address == null ? null : address.toString(),
                served == null ? 0 : served.gate().inFlight(),
                served == null ? 0 : served.gate().limit(),
                modules(app, scales),
                served == null ? List.of() : methods(served));
    }

    private static List<ModuleStatus> modules(App app, Map<String, ModuleScale> scales) {
        Map<String, Callee> callees = new HashMap<>();
        for (Callee callee : app.callees()) callees.put(callee.module(), callee);
        List<ModuleStatus> all = new ArrayList<>();
        app.modules()
                .forEach((module, nodes) ->
                        all.add(
                                module(
                                        app,
                                        module,
                                        nodes,
                                        callees.get(module),
                                        scales.get(module))));
        return all;
    }

    private static ModuleStatus module(
            App app,
            String module,
            List<String> nodes,
            @Nullable Callee callee,
            @Nullable ModuleScale scale) {
        return new ModuleStatus(
                module,
                app.here().contains(module),
                nodes,
                callee == null ? null : callee.pool().name(),
                scale,
                callee == null ? Map.of() : words(callee.failures()));
    }

    private static List<MethodStatus> methods(Dispatcher served) {
        return served.all().stream()
                .sorted(Comparator.comparing(Served::name))
                .map(AppViews::method)
                .toList();
    }

    private static MethodStatus method(Served served) {
        Map<Stage, Long> failures = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values())
            if (served.failures(stage) > 0) failures.put(stage, served.failures(stage));
        return new MethodStatus(served.name(), words(failures), Views.totals(served.traffic()));
    }

    private static Map<String, Long> words(Map<Stage, Long> byStage) {
        Map<String, Long> words = new TreeMap<>();
        byStage.forEach((stage, count) ->
                words.put(stage.name().toLowerCase(Locale.ROOT).replace('_', '-'), count));
        return words;
    }
}
