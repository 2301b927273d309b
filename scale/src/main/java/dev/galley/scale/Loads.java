// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.cluster.Instance;
import dev.galley.cluster.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the nodes of a cluster tell each other of their work: an entry of the registry for each
/// node, apart from that of its modules.
final class Loads {
    private static final String SERVICE = "load";

    /// What the work of a node for a pool is called among its facts.
    static final String WORK = "work";

    private Loads() {}

    /// What a node tells.
    ///
    /// @param works by what they are for, such as `module:carts`
    static Instance instance(Node self, Map<String, Work> works) {
        Map<String, String> facts = new HashMap<>();
        works.forEach((what, work) -> facts.put(what, work.toString()));
        return new Instance(SERVICE, self.name(), self.address(), self.version(), facts);
    }

    /// What each node has to do for one thing, by its name; those that have told nothing of it are
    /// not there.
    static SortedMap<String, Work> of(List<Instance> instances, String what) {
        SortedMap<String, Work> works = new TreeMap<>();
        for (Instance instance : instances) {
            String told = instance.service().equals(SERVICE) ? instance.facts().get(what) : null;
            if (told != null) works.put(instance.node(), Work.parse(told));
        }
        return works;
    }
}
