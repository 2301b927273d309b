// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.local;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.Epoch;
import dev.galley.cluster.Member;
import dev.galley.cluster.Node;
import dev.galley.cluster.Topic;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// A cluster within one process: of one node where a file has no `cluster`, of several in tests.
/// What they agree on goes with the process. Any thread.
public final class LocalCluster implements AutoCloseable {
    private final AtomicLong clock = new AtomicLong();
    final Topic<SortedMap<String, Member>> members = new Topic<>(new TreeMap<>());
    final LocalRegistry registry = new LocalRegistry();
    final LocalSettings settings = new LocalSettings();
    final LocalElection election = new LocalElection(this::next);

    /// A node comes; closing the coordination is its leaving.
    ///
    /// @throws IllegalArgumentException if there is a member of its name
    public synchronized Coordination join(Node node) {
        SortedMap<String, Member> next = new TreeMap<>(members.value());
        if (next.putIfAbsent(node.name(), new Member(node, next())) != null)
            throw new IllegalArgumentException(node.name() + " is a member already");
        members.set(Collections.unmodifiableSortedMap(next));
        return new LocalCoordination(this, node);
    }

    synchronized void leave(String name) {
        SortedMap<String, Member> next = new TreeMap<>(members.value());
        next.remove(name);
        members.set(Collections.unmodifiableSortedMap(next));
    }

    private Epoch next() {
        return new Epoch(clock.incrementAndGet());
    }

    /// Nobody is told anything any more. The nodes leave before.
    @Override
    public void close() {
        members.close();
        registry.close();
        settings.close();
    }
}
