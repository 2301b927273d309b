// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

/// A node that is in the cluster.
///
/// @param joined when it came; a node that was lost and has come back has another one
public record Member(Node node, Epoch joined) {
    public String name() {
        return node.name();
    }
}
