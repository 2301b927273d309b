// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// The least and the greatest value of a key; of a list, the number of its entries.
///
/// @param min null: no limit
/// @param max null: no limit
/// @param text for messages, `0 to 1000`
record Range(@Nullable Object min, @Nullable Object max, String text) {
    static final Range ANY = new Range(null, null, "");

    static Range of(Shape shape, Setting setting) {
        if (setting.min().isEmpty() && setting.max().isEmpty()) return ANY;
        return new Range(limit(shape, setting.min()), limit(shape, setting.max()), text(setting));
    }

    private static @Nullable Object limit(Shape shape, String text) {
        if (text.isEmpty()) return null;
        return shape instanceof Shape.Text t ? t.parser().apply(text) : Integer.valueOf(text);
    }

    private static String text(Setting setting) {
        if (setting.max().isEmpty()) return setting.min() + " or more";
        if (setting.min().isEmpty()) return setting.max() + " or less";
        return setting.min() + " to " + setting.max();
    }

    boolean contains(Object value) {
        Object measure = value instanceof Collection<?> c ? Integer.valueOf(c.size()) : value;
        return (min == null || compare(min, measure) <= 0)
                && (max == null || compare(measure, max) <= 0);
    }

    // Both are of the component's own type: the limits were read by the parser of its values.
    @SuppressWarnings("unchecked")
    private static int compare(Object a, Object b) {
        return ((Comparable<Object>) a).compareTo(b);
    }
}
