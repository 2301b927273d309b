// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A small map in the order of its entries, in one array: to compare few keys takes less than to
/// hash them. Filled once, and then given to others only where they can't change it.
final class Pairs<K, V> extends AbstractMap<K, V> implements SequencedMap<K, V> {
    /// So many entries at the most.
    static final int MOST = 8;

    private @Nullable Object[] all = new @Nullable Object[4];
    private int size;

    /// Adds an entry, unless there are as many as can be; a key that is there gets the value.
    boolean add(K key, V value) {
        int at = find(key);
        if (at >= 0) {
            all[at + 1] = value;
            return true;
        }
        if (size == MOST) return false;
        if (2 * size == all.length) all = Arrays.copyOf(all, 2 * all.length);
        all[2 * size] = key;
        all[2 * size + 1] = value;
        size++;
        return true;
    }

    private int find(@Nullable Object key) {
        for (int i = 0; i < 2 * size; i += 2) if (Objects.equals(all[i], key)) return i;
        return -1;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return find(key) >= 0;
    }

    @Override
    @SuppressWarnings("unchecked") // it holds what add was given
    public @Nullable V get(@Nullable Object key) {
        int at = find(key);
        return at < 0 ? null : (V) all[at + 1];
    }

    @Override
    public SequencedMap<K, V> reversed() {
        Pairs<K, V> turned = new Pairs<>();
        for (int i = size - 1; i >= 0; i--) {
            Map.Entry<K, V> one = entry(i);
            turned.add(one.getKey(), one.getValue());
        }
        return turned;
    }

    @SuppressWarnings("unchecked") // it holds what add was given
    private Map.Entry<K, V> entry(int number) {
        return Map.entry((K) all[2 * number], (V) all[2 * number + 1]);
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<Map.Entry<K, V>> iterator() {
                return entries();
            }
        };
    }

    private Iterator<Map.Entry<K, V>> entries() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size;
            }

            @Override
            public Map.Entry<K, V> next() {
                if (next == size) throw new NoSuchElementException();
                return entry(next++);
            }
        };
    }
}
