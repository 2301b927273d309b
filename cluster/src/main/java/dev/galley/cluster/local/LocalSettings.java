// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.local;

import dev.galley.cluster.ConflictException;
import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Listening;
import dev.galley.cluster.Settings;
import dev.galley.cluster.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

final class LocalSettings implements Settings, AutoCloseable {
    private final Map<String, List<Version>> versions = new HashMap<>();
    private final Topic<Map<String, Version>> newest = new Topic<>(Map.of());

    @Override
    public Map<String, Version> all() {
        return newest.value();
    }

    @Override
    public synchronized Version write(String name, long after, String author, String text)
            throws CoordinationException {
        Settings.check(name, text);
        List<Version> before = versions(name);
        long number = before.isEmpty() ? 0 : before.getFirst().number();
        if (number != after) throw ConflictException.of(name, after, number);
        Version next = new Version(number + 1, author, System.currentTimeMillis(), text);
        versions.put(name, Stream.concat(Stream.of(next), before.stream()).limit(KEPT).toList());
        Map<String, Version> all = new HashMap<>(newest.value());
        all.put(name, next);
        newest.set(Map.copyOf(all));
        return next;
    }

    @Override
    public synchronized List<Version> versions(String name) {
        return versions.getOrDefault(name, List.of());
    }

    @Override
    public Listening listen(Consumer<Map<String, Version>> listener) {
        return newest.listen(listener);
    }

    @Override
    public void close() {
        newest.close();
    }
}
