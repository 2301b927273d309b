// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import org.snakeyaml.engine.v2.nodes.Node;

/// A node and its path from the top of the file: `pools.web.members[0]`.
record Place(Node node, String path) {
    Place entry(String name, Node node) {
        String key = name.matches("[A-Za-z0-9_/-]+") ? name : '"' + name + '"';
        return new Place(node, path.isEmpty() ? key : path + "." + key);
    }

    Place item(int index, Node node) {
        return new Place(node, path + "[" + index + "]");
    }
}
