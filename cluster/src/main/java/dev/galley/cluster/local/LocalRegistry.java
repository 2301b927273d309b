// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.local;

import dev.galley.cluster.Instance;
import dev.galley.cluster.Listening;
import dev.galley.cluster.Registry;
import dev.galley.cluster.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

final class LocalRegistry implements Registry, AutoCloseable {
    private final Map<Object, Instance> offers = new LinkedHashMap<>();
    private final Topic<List<Instance>> instances = new Topic<>(List.of());

    @Override
    public Offer offer(Instance instance) {
        Object key = new Object();
        put(key, instance);
        return new Offer() {
            @Override
            public void replace(Instance next) {
                put(key, next);
            }

            @Override
            public void close() {
                remove(key);
            }
        };
    }

    private synchronized void put(Object key, Instance instance) {
        offers.put(key, instance);
        instances.set(List.copyOf(offers.values()));
    }

    private synchronized void remove(Object key) {
        offers.remove(key);
        instances.set(List.copyOf(offers.values()));
    }

    /// All that a node offers.
    synchronized void withdraw(String node) {
        offers.values().removeIf(instance -> instance.node().equals(node));
        instances.set(List.copyOf(offers.values()));
    }

    @Override
    public List<Instance> instances() {
        return instances.value();
    }

    @Override
    public Listening listen(Consumer<List<Instance>> listener) {
        return instances.listen(listener);
    }

    @Override
    public void close() {
        instances.close();
    }
}
