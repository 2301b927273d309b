// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

/// When something began, in the order of all that the cluster has ever agreed on: the greater began
/// later. It is the fencing token of whoever holds a role (Kleppmann, "How to do distributed
/// locking", 2016): an act carries it, and whoever executes the act refuses one that is lower than
/// what it has seen.
///
/// @param value above 0; in ZooKeeper the czxid, its transaction's number
public record Epoch(long value) implements Comparable<Epoch> {
    public Epoch {
        if (value <= 0) throw new IllegalArgumentException("an epoch is above 0, not " + value);
    }

    @Override
    public int compareTo(Epoch other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toHexString(value);
    }
}
