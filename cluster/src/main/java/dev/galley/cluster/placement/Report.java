// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import dev.galley.cluster.Excerpt;
import dev.galley.cluster.Instance;
import dev.galley.config.Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What one node tells the others about its modules. It is one entry of the registry, so that all
/// of it is as of one moment.
///
/// @param address where the node is called by RPC
/// @param version of its Galley
/// @param stays whether it may be given modules; not, once it is told to stop
/// @param seen the number of the newest {@link Assignment} that it acts by; 0: none
/// @param modules those that it has made, or tried to
public record Report(
        String node,
        Address address,
        String version,
        boolean stays,
        long seen,
        SortedMap<String, Stint> modules) {
    /// What it is called in the registry.
    public static final String SERVICE = "modules";

    /// Facts that are no module's, whose names have no colon.
    private static final String SEEN = "seen:", STAYS = "stays:";

    /// How far a module is.
    public enum Phase {
        STARTING,
        RUNNING,
        /// It takes the calls that still come, and then none; those that it has it finishes.
        LEAVING,
        /// It did not start, and is tried again.
        FAILED
    }

    /// A module on a node.
    ///
    /// @param endpoints where it serves besides its calls
    /// @param why it did not start; empty: nothing is wrong
    public record Stint(Phase phase, List<Address> endpoints, String why) {
        private static final int LONGEST = 500;

        public Stint {
            endpoints = List.copyOf(endpoints);
            why = Excerpt.of(why, LONGEST);
        }

        @Override
        public String toString() {
            String word = phase.name().toLowerCase(Locale.ROOT);
            String where =
                    endpoints.stream().map(Address::toString).collect(Collectors.joining(","));
            return word + " " + where + " " + why;
        }

        static Stint parse(String text) {
            String[] parts = text.split(" ", 3);
            List<Address> endpoints = new ArrayList<>();
            for (String one : parts[1].split(",", -1))
                if (!one.isEmpty()) endpoints.add(Address.parse(one));
            return new Stint(Phase.valueOf(parts[0].toUpperCase(Locale.ROOT)), endpoints, parts[2]);
        }
    }

    /// Whether a module runs there, and is to go on.
    public boolean runs(String module) {
        Stint stint = modules.get(module);
        return stint != null && stint.phase() == Phase.RUNNING;
    }

    Instance instance() {
        Map<String, String> facts = new HashMap<>();
        facts.put(SEEN, Long.toString(seen));
        facts.put(STAYS, Boolean.toString(stays));
        modules.forEach((module, stint) -> facts.put(module, stint.toString()));
        return new Instance(SERVICE, node, address, version, facts);
    }

    /// Null: it is another service.
    static @Nullable Report of(Instance instance) {
        if (!instance.service().equals(SERVICE)) return null;
        SortedMap<String, Stint> modules = new TreeMap<>();
        instance.facts()
                .forEach((name, value) -> {
                    if (name.indexOf(':') < 0) modules.put(name, Stint.parse(value));
                });
        long seen = Long.parseLong(instance.facts().getOrDefault(SEEN, "0"));
        return new Report(
                instance.node(),
                instance.address(),
                instance.version(),
                Boolean.parseBoolean(instance.facts().get(STAYS)),
                seen,
                modules);
    }

    /// All of a registry, by node.
    public static SortedMap<String, Report> all(List<Instance> instances) {
        SortedMap<String, Report> all = new TreeMap<>();
        for (Instance instance : instances) {
            Report report = of(instance);
            if (report != null) all.put(report.node(), report);
        }
        return all;
    }
}
