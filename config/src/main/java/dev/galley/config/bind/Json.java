// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/// Maps, collections, texts, numbers and booleans as JSON text (RFC 8259), for people to read.
final class Json {
    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    static String write(Object value) {
        var json = new Json();
        json.value(value, "\n");
        return json.out.append('\n').toString();
    }

    private void value(Object value, String margin) {
        switch (value) {
            case Map<?, ?> map -> map(map, margin);
            case Collection<?> list -> list(list, margin);
            case String text -> text(text);
            default -> out.append(value);
        }
    }

    private void map(Map<?, ?> map, String margin) {
        out.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> i = map.entrySet().iterator(); i.hasNext(); ) {
            var entry = i.next();
            out.append(margin).append(INDENT);
            text(entry.getKey().toString());
            out.append(": ");
            value(entry.getValue(), margin + INDENT);
            if (i.hasNext()) out.append(',');
        }
        out.append(map.isEmpty() ? "}" : margin + "}");
    }

    private void list(Collection<?> list, String margin) {
        out.append('[');
        String separator = "";
        for (Object item : list) {
            out.append(separator);
            value(item, margin);
            separator = ", ";
        }
        out.append(']');
    }

    private void text(String text) {
        out.append('"');
        text.chars().forEach(this::character);
        out.append('"');
    }

    private void character(int c) {
        if (c == '"' || c == '\\') out.append('\\').append((char) c);
        else if (c < ' ') out.append("\\u%04x".formatted(c));
        else out.append((char) c);
    }
}
