// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lets a record hold itself to the limits and forms of its own [Setting]s, whoever makes it.
public final class Rules {
    private Rules() {}

    /// Call it first in the compact constructor, with all the components in their order.
    ///
    /// @throws IllegalArgumentException with a message that begins with the key: `weight must be 0
    ///   to 1000`
    public static void check(Class<? extends Record> type, @Nullable Object... values) {
        var keys = Shapes.fields(type).keys();
        if (keys.size() != values.length)
            throw new IllegalStateException(type + " has " + keys.size() + " components");
        for (int i = 0; i < values.length; i++) check(keys.get(i), values[i]);
    }

    private static void check(Key key, @Nullable Object value) {
        if (value == null) return;
        String fault = fault(key.range(), value);
        if (fault == null) fault = fault(key.shape(), value);
        if (fault != null) throw new IllegalArgumentException(key.name() + " " + fault);
    }

    /// What the range finds wrong; null: nothing.
    static @Nullable String fault(Range range, Object value) {
        if (range.contains(value)) return null;
        return value instanceof Collection<?>
                ? "needs " + range.text() + " entries"
                : "must be " + range.text();
    }

    private static @Nullable String fault(Shape shape, Object value) {
        return switch (shape) {
            case Shape.Text t when value instanceof String s && !t.matches(s) ->
                    "must be " + t.what() + ", such as " + t.example();
            case Shape.Listing l when value instanceof Collection<?> c -> fault(l.item(), c);
            case Shape.Mapping m when value instanceof Map<?, ?> map -> {
                String names = fault(m.names(), map.keySet());
                yield names == null ? fault(m.value(), map.values()) : names;
            }
            default -> null;
        };
    }

    private static @Nullable String fault(Shape shape, Collection<?> values) {
        for (Object value : values) {
            String fault = fault(shape, value);
            if (fault != null) return fault;
        }
        return null;
    }
}
