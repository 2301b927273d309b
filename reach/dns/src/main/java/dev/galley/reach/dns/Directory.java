// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// All names that are answered for, found by their wire format without allocation. Immutable.
final class Directory {
    private final Node[] buckets;
    private final int deepest;

    /// Whether parts of its zones are other servers'.
    final boolean delegates;

    Directory(Collection<Node> nodes) {
        buckets = new Node[Integer.highestOneBit(Math.max(1, nodes.size())) * 4];
        int most = 0;
        boolean delegated = false;
        for (Node node : nodes) {
            int bucket = bucket(node.hash);
            node.next = buckets[bucket];
            buckets[bucket] = node;
            most = Math.max(most, labels(node.name));
            delegated |= node.isDelegated();
        }
        deepest = most;
        delegates = delegated;
    }

    /// The node of the suffix of `name` that begins with a label of it; null: there is none.
    @Nullable Node find(DomainName name, int label) {
        int hash = name.hashes[label], from = name.starts[label], to = name.length;
        for (Node node = buckets[bucket(hash)]; node != null; node = node.next)
            if (node.hash == hash
                    && Arrays.equals(node.name, 0, node.name.length, name.wire, from, to))
                return node;
        return null;
    }

    /// With which label the longest suffix begins that can be here: what is longer than any name
    /// need not be looked up.
    int first(DomainName name) {
        return Math.max(0, name.labels - deepest);
    }

    private int bucket(int hash) {
        return (hash ^ (hash >>> 16)) & (buckets.length - 1);
    }

    private static int labels(byte[] wire) {
        int labels = 0;
        for (int at = 0; wire[at] != 0; at += 1 + wire[at]) labels++;
        return labels;
    }
}
