// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// A node and its path from the top of the file: `pools.web.members[0]`.
record Place(Node node, String path) {
    private static final Pattern STEP = Pattern.compile("\"[^\"]*\"|[^.\\[\"]+");

    Place entry(String name, Node node) {
        String key = name.matches("[A-Za-z0-9_/-]+") ? name : '"' + name + '"';
        return new Place(node, path.isEmpty() ? key : path + "." + key);
    }

    /// The place that a path from here leads to, `routes[0].pool` or `names."a.example".pool`; null
    /// if it leads to nothing.
    @Nullable Place below(String path) {
        Place at = this;
        Matcher steps = STEP.matcher(path);
        while (at != null && steps.find()) {
            String step = steps.group();
            if (step.endsWith("]")) at = at.item(step);
            else at = at.entry(step.replace("\"", ""));
        }
        return at;
    }

    private @Nullable Place item(String step) {
        int index = Integer.parseInt(step.substring(0, step.length() - 1));
        if (node instanceof SequenceNode list && index < list.getValue().size())
            return item(index, list.getValue().get(index));
        // A single value is a list of one.
        return index == 0 ? this : null;
    }

    private @Nullable Place entry(String name) {
        // A bare value is short for the key that matters most.
        if (node instanceof ScalarNode) return this;
        if (node instanceof MappingNode mapping)
            for (NodeTuple tuple : mapping.getValue())
                if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name))
                    return entry(name, tuple.getValueNode());
        return null;
    }

    Place item(int index, Node node) {
        return new Place(node, path + "[" + index + "]");
    }
}
