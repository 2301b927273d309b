// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The elements of a list or set while it is read; null stands for none. Filled by {@link
/// Reader#add} and {@link JsonReader#add}, which count them.
public final class Elements<E> {
    private @Nullable Object[] all = new @Nullable Object[4];
    private int size;

    Elements() {}

    void add(E element) {
        if (size == all.length) all = Arrays.copyOf(all, 2 * size);
        all[size++] = element;
    }

    /// A list as of {@link List#of}, and no wrapper of ours: so that a `List.copyOf` in the
    /// constructor of a record costs nothing, and nothing stands between a reader and the array.
    @SuppressWarnings("unchecked") // it holds what add was given
    public static <E> List<E> list(@Nullable Elements<E> read) {
        if (read == null) return List.of();
        E[] all = (E[]) read.all;
        // Up to four without a copy of the array, which List.of copies once more.
        return switch (read.size) {
            case 1 -> List.of(all[0]);
            case 2 -> List.of(all[0], all[1]);
            case 3 -> List.of(all[0], all[1], all[2]);
            case 4 -> List.of(all[0], all[1], all[2], all[3]);
            default -> List.of(Arrays.copyOf(all, read.size));
        };
    }

    /// An immutable set in the order read; what comes twice is there once.
    public static <E> Set<E> set(@Nullable Elements<E> read) {
        if (read == null) return Set.of();
        return Collections.unmodifiableSequencedSet(new LinkedHashSet<>(list(read)));
    }

    /// Adds to a map.
    ///
    /// @param map null: this is the first entry
    static <K, V> SequencedMap<K, V> put(@Nullable SequencedMap<K, V> map, K key, V value) {
        SequencedMap<K, V> some = map == null ? new Pairs<>() : map;
        if (some instanceof Pairs<K, V> few) {
            if (few.add(key, value)) return few;
            some = new LinkedHashMap<>(few);
        }
        some.put(key, value);
        return some;
    }

    /// An immutable map in the order read.
    public static <K, V> Map<K, V> map(@Nullable SequencedMap<K, V> read) {
        return read == null ? Map.of() : Collections.unmodifiableSequencedMap(read);
    }
}
