// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.upgrade;

import dev.galley.cluster.Excerpt;
import dev.galley.cluster.Instance;
import dev.galley.cluster.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a node tells of itself to those who upgrade it.
///
/// @param version of its Galley
/// @param process what it runs
/// @param unready why it is not ready; empty: it is
/// @param checked the upgrade whose new version it has looked at; empty: none
/// @param found what it has found then
/// @param counts what it has served; none while there is no upgrade
public record Told(
        String node,
        String version,
        Running process,
        String unready,
        String checked,
        Checked found,
        Counts counts) {
    private static final String SERVICE = "process";
    private static final String SEPARATOR = "\n";

    /// A process.
    ///
    /// @param life which one it is: another process has another one
    /// @param runs the upgrade that has started it; empty: none has
    /// @param file its configuration
    /// @param jar that of its Galley; empty: it runs from none
    /// @param admin where its admin API is
    /// @param failed the upgrade that it has come back from, since that did not start; empty: none
    /// @param failure why
    public record Running(
            String life,
            String runs,
            String file,
            String jar,
            String admin,
            String failed,
            String failure) {}

    /// What a look at a new version has found.
    ///
    /// @param faults why it cannot be run; empty: it can
    /// @param digests of its jars, by their paths
    public record Checked(List<String> faults, SortedMap<String, String> digests) {
        public static final Checked NOTHING = new Checked(List.of(), new TreeMap<>());

        private static final int MOST = 20, LONGEST = 500;

        public Checked {
            faults = faults.stream().limit(MOST).map(one -> Excerpt.of(one, LONGEST)).toList();
            digests = new TreeMap<>(digests);
        }
    }

    boolean isReady() {
        return unready.isEmpty();
    }

    Instance instance(Node self) {
        List<String> digests = new ArrayList<>();
        found.digests().forEach((jar, digest) -> digests.add(digest + " " + jar));
        Map<String, String> facts =
                Map.ofEntries(
                        Map.entry("life", process.life()),
                        Map.entry("runs", process.runs()),
                        Map.entry("file", process.file()),
                        Map.entry("jar", process.jar()),
                        Map.entry("admin", process.admin()),
                        Map.entry("failed", process.failed()),
                        Map.entry("failure", process.failure()),
                        Map.entry("unready", unready),
                        Map.entry("checked", checked),
                        Map.entry("faults", String.join(SEPARATOR, found.faults())),
                        Map.entry("digests", String.join(SEPARATOR, digests)),
                        Map.entry("counts", counts.toString()));
        return new Instance(SERVICE, node, self.address(), version, facts);
    }

    private static Told of(Instance instance) {
        Map<String, String> facts = instance.facts();
        SortedMap<String, String> digests = new TreeMap<>();
        for (String line : lines(fact(facts, "digests")))
            digests.put(line.substring(line.indexOf(' ') + 1), line.split(" ", 2)[0]);
        return new Told(
                instance.node(),
                instance.version(),
                new Running(
                        fact(facts, "life"),
                        fact(facts, "runs"),
                        fact(facts, "file"),
                        fact(facts, "jar"),
                        fact(facts, "admin"),
                        fact(facts, "failed"),
                        fact(facts, "failure")),
                fact(facts, "unready"),
                fact(facts, "checked"),
                new Checked(lines(fact(facts, "faults")), digests),
                Counts.parse(facts.getOrDefault("counts", Counts.NONE.toString())));
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(SEPARATOR, -1));
    }

    private static String fact(Map<String, String> facts, String name) {
        return facts.getOrDefault(name, "");
    }

    /// All of a registry whose nodes are members, by node.
    public static SortedMap<String, Told> all(
            List<Instance> instances, Collection<String> members) {
        SortedMap<String, Told> all = new TreeMap<>();
        for (Instance instance : instances)
            if (instance.service().equals(SERVICE) && members.contains(instance.node()))
                all.put(instance.node(), of(instance));
        return all;
    }
}
