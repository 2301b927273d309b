// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A JSON Schema (draft 2020-12) for editors, from the same records and settings that the binder
/// reads. It takes what the binder takes, and refuses most of what the binder refuses: what lies
/// between two keys, and the limits of durations, sizes and percentages, is beyond it.
public final class Schema {
    private static final String VARIABLE = "\\$\\{";

    private final Map<String, Object> definitions = new LinkedHashMap<>();

    private Schema() {}

    /// The schema of a file that becomes a `type`, as JSON text.
    public static String of(Class<? extends Record> type, String title) {
        var schema = new Schema();
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", title);
        root.putAll(schema.object(Shapes.fields(type)));
        root.put("$defs", schema.definitions);
        return Json.write(root);
    }

    private Map<String, Object> of(Shape shape, Range range) {
        return switch (shape) {
            case Shape.Text text -> text(text, range);
            case Shape.Words words -> words(words);
            case Shape.Listing list -> orScalar(list, array(list, range));
            case Shape.Mapping map -> map(map);
            case Shape.Fields fields ->
                    reference(fields.type(), () -> orScalar(fields, object(fields)));
            case Shape.Kinds kinds -> reference(kinds.type(), () -> kinds(kinds));
            case Shape.Open _ -> new LinkedHashMap<>();
        };
    }

    private Map<String, Object> reference(Class<?> type, Supplier<Map<String, Object>> definition) {
        String name = type.getName().substring(type.getPackageName().length() + 1);
        if (!definitions.containsKey(name)) {
            definitions.put(name, Map.of());
            definitions.put(name, definition.get());
        }
        return schema("$ref", "#/$defs/" + name);
    }

    /// What a scalar in place of `shape` may be; null if it may not be one.
    private @Nullable Map<String, Object> scalar(Shape shape, Range range) {
        return switch (shape) {
            case Shape.Text text -> text(text, range);
            case Shape.Words words -> words(words);
            case Shape.Listing list -> scalar(list.item(), Range.ANY);
            case Shape.Mapping _, Shape.Open _ -> null;
            case Shape.Fields fields -> {
                Key bare = fields.bare();
                yield bare == null ? null : scalar(bare.shape(), bare.range());
            }
            case Shape.Kinds kinds -> kinds.words().isEmpty() ? null : words(kinds.words());
        };
    }

    private Map<String, Object> orScalar(Shape shape, Map<String, Object> whole) {
        var scalar = scalar(shape, Range.ANY);
        return scalar == null ? whole : schema("anyOf", List.of(scalar, whole));
    }

    private static Map<String, Object> text(Shape.Text text, Range range) {
        if (text.type() == Integer.class) return number(range);
        var schema = schema("type", types(text));
        if (text.number()) schema.put("minimum", 0);
        if (text.isFree()) return schema;
        String pattern = "^(?:" + text.pattern() + ")$";
        schema.put("pattern", text.form() == Form.LOCATION ? pattern : pattern + "|" + VARIABLE);
        return schema;
    }

    /// What YAML may take the scalar for, unless it is in quotes.
    private static Object types(Shape.Text text) {
        if (text.type() == String.class) return List.of("string", "number", "boolean");
        return text.number() ? List.of("string", "integer") : "string";
    }

    private static Map<String, Object> number(Range range) {
        var integer = schema("type", "integer");
        if (range.min() != null) integer.put("minimum", range.min());
        if (range.max() != null) integer.put("maximum", range.max());
        return schema("anyOf", List.of(integer, variable()));
    }

    private static Map<String, Object> words(Shape.Words words) {
        boolean yesOrNo = words.words().containsValue(true);
        return yesOrNo
                ? schema("anyOf", List.of(schema("type", "boolean"), variable()))
                : words(words.words().keySet());
    }

    private static Map<String, Object> words(Collection<String> words) {
        return schema("anyOf", List.of(schema("enum", List.copyOf(words)), variable()));
    }

    private static Map<String, Object> variable() {
        var variable = schema("type", "string");
        variable.put("pattern", VARIABLE);
        return variable;
    }

    private Map<String, Object> array(Shape.Listing list, Range range) {
        var array = schema("type", "array");
        array.put("items", of(list.item(), Range.ANY));
        if (range.min() != null) array.put("minItems", range.min());
        if (range.max() != null) array.put("maxItems", range.max());
        return array;
    }

    private Map<String, Object> map(Shape.Mapping map) {
        var object = schema("type", "object");
        object.put("propertyNames", schema("pattern", "^(?:" + map.names().pattern() + ")$"));
        object.put("additionalProperties", of(map.value(), Range.ANY));
        return object;
    }

    private Map<String, Object> kinds(Shape.Kinds kinds) {
        List<Object> any = new ArrayList<>();
        if (!kinds.words().isEmpty()) any.add(words(kinds.words()));
        kinds.kinds().forEach((word, fields) -> any.add(object(fields, kinds, word)));
        return schema("anyOf", any);
    }

    private Map<String, Object> object(Shape.Fields fields, Shape.Kinds of, String word) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(of.key(), kind(of, word));
        List<String> required = new ArrayList<>();
        if (!word.equals(of.byDefault())) required.add(of.key());
        return object(fields, properties, required);
    }

    private static Map<String, Object> kind(Shape.Kinds of, String word) {
        var kind = schema("const", word);
        if (!of.about().isEmpty()) kind.put("description", of.about());
        if (word.equals(of.byDefault())) kind.put("default", word);
        return kind;
    }

    private Map<String, Object> object(Shape.Fields fields) {
        return object(fields, new LinkedHashMap<>(), new ArrayList<>());
    }

    private Map<String, Object> object(
            Shape.Fields fields, Map<String, Object> properties, List<String> required) {
        var object = schema("type", "object");
        Setting about = fields.type().getAnnotation(Setting.class);
        if (about != null) object.put("description", about.value());
        for (Key key : fields.allKeys().toList()) {
            properties.put(key.name(), property(key));
            if (key.required()) required.add(key.name());
        }
        object.put("properties", properties);
        object.put("required", required);
        object.put("additionalProperties", false);
        return object;
    }

    private Map<String, Object> property(Key key) {
        var schema = of(key.shape(), key.range());
        schema.put("description", key.about());
        if (!key.setting().byDefault().isEmpty()) schema.put("default", byDefault(key));
        return schema;
    }

    private static Object byDefault(Key key) {
        return key.absent() instanceof Integer || key.absent() instanceof Boolean
                ? key.absent()
                : Key.unquoted(key.setting().byDefault());
    }

    private static Map<String, Object> schema(String keyword, Object value) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put(keyword, Objects.requireNonNull(value));
        return schema;
    }
}
