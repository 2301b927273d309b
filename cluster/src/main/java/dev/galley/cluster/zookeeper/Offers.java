// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import dev.galley.cluster.Instance;
import dev.galley.cluster.Listening;
import dev.galley.cluster.Registry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The registry: each offer a node of the tree that goes with the session.
final class Offers implements Registry {
    private final Link link;
    private final Tree tree;
    private final Presence presence;
    private final String node;
    private final AtomicLong count = new AtomicLong();

    Offers(Link link, Tree tree, Presence presence, String node) {
        this.link = link;
        this.tree = tree;
        this.presence = presence;
        this.node = node;
    }

    @Override
    public Offer offer(Instance instance) {
        String path = link.path("live/offers/" + node + "-" + count.incrementAndGet());
        presence.want(path, Records.of(instance));
        return new Offer() {
            @Override
            public void replace(Instance next) {
                presence.want(path, Records.of(next));
            }

            @Override
            public void close() {
                presence.drop(path);
            }
        };
    }

    @Override
    public List<Instance> instances() {
        return tree.instances.value();
    }

    @Override
    public Listening listen(Consumer<List<Instance>> listener) {
        return tree.instances.listen(listener);
    }
}
