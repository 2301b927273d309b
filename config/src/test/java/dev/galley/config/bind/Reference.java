// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.util.ArrayList;
import java.util.List;

/// The table of every key for the docs, from the records.
public final class Reference {
    private final List<String> rows = new ArrayList<>();

    private Reference() {}

    public static String of(Class<? extends Record> type) {
        var reference = new Reference();
        reference.rows.add("| key | default | limits | meaning |");
        reference.rows.add("|---|---|---|---|");
        reference.keys(Shapes.fields(type), "");
        return String.join("\n", reference.rows) + "\n";
    }

    private void keys(Shape.Fields fields, String prefix) {
        fields.allKeys().forEach(key -> key(key, prefix + key.name()));
    }

    private void key(Key key, String path) {
        String byDefault = key.required() ? "required" : code(key.setting().byDefault());
        row(path, byDefault, key.limits(), key.setting().value());
        below(key.shape(), path);
    }

    private void below(Shape shape, String path) {
        switch (shape) {
            case Shape.Text _, Shape.Words _, Shape.Open _ -> {}
            case Shape.Listing list -> below(list.item(), path + "[]");
            case Shape.Mapping map -> below(map.value(), path + ".NAME");
            case Shape.Fields fields -> keys(fields, path + ".");
            case Shape.Kinds kinds ->
                    kinds.kinds().forEach((word, fields) -> kind(kinds, word, fields, path));
        }
    }

    private void kind(Shape.Kinds of, String word, Shape.Fields fields, String path) {
        String key = of.key().equals("type") ? path : path + "." + of.key();
        String byDefault = word.equals(of.byDefault()) ? "by default" : "";
        row(key + ": " + word, byDefault, "", fields.type().getAnnotation(Setting.class).value());
        keys(fields, path + ".");
    }

    /// What several kinds share stands with the first of them.
    private void row(String path, String byDefault, String limits, String meaning) {
        String row =
                "| `%s` | %s | %s | %s |"
                        .formatted(path, byDefault, limits, meaning.replace("*", "\\*"));
        if (!rows.contains(row)) rows.add(row);
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }
}
