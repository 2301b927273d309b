// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import dev.galley.rpc.Contract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// All modules of a program, wherever they run, and which of them serves what.
final class Program {
    private final Map<String, Blueprint> modules;
    private final Map<Contract<?>, Blueprint> servers;

    private Program(Map<String, Blueprint> modules, Map<Contract<?>, Blueprint> servers) {
        this.modules = modules;
        this.servers = servers;
    }

    /// @param classes of the modules, by name
    /// @throws AppException with all that is wrong with them
    static Program of(Map<String, String> classes, ClassLoader loader) throws AppException {
        List<String> errors = new ArrayList<>();
        Map<String, Blueprint> modules = new TreeMap<>();
        for (var entry : classes.entrySet()) {
            try {
                String name = entry.getKey();
                modules.put(name, Blueprint.of(name, entry.getValue(), loader));
            } catch (AppException e) {
                errors.addAll(e.errors());
            }
        }
        Map<Contract<?>, Blueprint> servers = new LinkedHashMap<>();
        for (Blueprint module : modules.values())
            for (Contract<?> service : module.serves()) {
                Blueprint other = servers.putIfAbsent(service, module);
                if (other != null) errors.add(twice(service, other, module));
            }
        // What a module serves that could not be loaded nobody knows.
        if (errors.isEmpty())
            for (Blueprint module : modules.values())
                for (Contract<?> service : module.needs())
                    if (!servers.containsKey(service)) errors.add(missing(service, module));
        if (!errors.isEmpty()) throw new AppException(errors);
        return new Program(modules, servers);
    }

    private static String twice(Contract<?> service, Blueprint one, Blueprint other) {
        return "the modules %s and %s both serve %s: callers would not know which; keep one"
                .formatted(one.name(), other.name(), service.name());
    }

    private static String missing(Contract<?> service, Blueprint module) {
        return "the module %s needs the service %s, and no module in app.classpath serves it"
                .formatted(module.name(), service.name());
    }

    Set<String> names() {
        return modules.keySet();
    }

    /// All that are served by some module.
    Set<Contract<?>> services() {
        return servers.keySet();
    }

    /// @throws AppException if there is none of this name
    Blueprint module(String name) throws AppException {
        Blueprint module = modules.get(name);
        if (module == null) throw new AppException("there is no module " + name);
        return module;
    }

    /// The module that serves a service.
    ///
    /// @throws IllegalArgumentException if none does
    Blueprint server(Contract<?> service) {
        Blueprint server = servers.get(service);
        if (server == null) throw new IllegalArgumentException("nobody serves " + service.name());
        return server;
    }

    /// Those that run here, each after those that it needs. Where modules need each other in a
    /// circle, the one whose name comes first in the alphabet is asked for first, and made last.
    List<Blueprint> order(Predicate<String> here) {
        Map<String, Blueprint> done = new LinkedHashMap<>();
        List<String> begun = new ArrayList<>();
        for (Blueprint module : modules.values()) visit(module, here, begun, done);
        return List.copyOf(done.values());
    }

    private void visit(
            Blueprint module,
            Predicate<String> here,
            List<String> begun,
            Map<String, Blueprint> done) {
        if (!here.test(module.name()) || begun.contains(module.name())) return;
        begun.add(module.name());
        for (Contract<?> service : module.needs()) visit(server(service), here, begun, done);
        done.put(module.name(), module);
    }
}
