// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads shapes from records, by reflection: at start-up and reload only.
final class Shapes {
    private static final Shape.Text NUMBER =
            new Shape.Text(
                    Integer.class,
                    "a number",
                    "3",
                    Pattern.compile("[0-9]{1,9}"),
                    Integer::valueOf,
                    Form.TEXT,
                    true);
    private static final Shape.Text WHOLE =
            new Shape.Text(
                    Long.class,
                    "a whole number",
                    "3 or -3",
                    Pattern.compile("-?[0-9]{1,18}"),
                    Long::valueOf,
                    Form.TEXT,
                    true);
    private static final Shape.Text DECIMAL =
            new Shape.Text(
                    Double.class,
                    "a number",
                    "0.5 or -3",
                    Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?"),
                    Double::valueOf,
                    Form.TEXT,
                    true);
    private static final Shape.Text PATH =
            new Shape.Text(
                    Path.class,
                    "a path",
                    "data/users",
                    Pattern.compile("[^\\u0000]+"),
                    Path::of,
                    Form.TEXT,
                    false);
    private static final Shape.Text DURATION =
            new Shape.Text(
                    Duration.class,
                    "a duration",
                    "250ms, 5s or 1m30s",
                    Pattern.compile(Durations.PATTERN),
                    Durations::parse,
                    Form.TEXT,
                    false);

    private static final Shape.Words BOOLEAN =
            new Shape.Words(Map.of("true", true, "false", false));

    /// What holds for a component that nothing is said about.
    private static final Setting UNSAID =
            Objects.requireNonNull(Unsaid.class.getAnnotation(Setting.class));

    private static final Map<Form, Shape.Text> FORMS = new EnumMap<>(Form.class);

    static {
        for (Form form : Form.values()) FORMS.put(form, form.shape());
    }

    private static final ClassValue<Shape> CLASSES =
            new ClassValue<>() {
                @Override
                protected Shape computeValue(Class<?> type) {
                    return compute(type);
                }
            };

    @Setting("")
    private static final class Unsaid {}

    private Shapes() {}

    /// The shape of a record class.
    static Shape.Fields fields(Class<?> type) {
        return (Shape.Fields) CLASSES.get(type);
    }

    private static Shape compute(Class<?> type) {
        if (type == int.class || type == Integer.class) return NUMBER;
        if (type == boolean.class || type == Boolean.class) return BOOLEAN;
        if (type == long.class || type == Long.class) return WHOLE;
        if (type == double.class || type == Double.class) return DECIMAL;
        if (type == Path.class) return PATH;
        if (type == Duration.class) return DURATION;
        if (type == Section.class) return new Shape.Open();
        if (type.isAnnotationPresent(Written.class)) return written(type);
        if (type.isEnum()) return words(type);
        if (type.isSealed()) return kinds(type);
        if (type.isRecord()) return record(type);
        throw new IllegalStateException(
                "no form in the file for "
                        + type.getName()
                        + "; there is one for text, int, long, double, boolean, Duration, Path,"
                        + " Size, enums, records, and lists, maps and Optionals of them");
    }

    private static Shape of(Type type, Setting setting) {
        if (type == String.class) return text(setting.form());
        if (type instanceof Class<?> c) return CLASSES.get(c);
        Type[] of = ((ParameterizedType) type).getActualTypeArguments();
        if (of.length == 1) return new Shape.Listing(of(of[0], setting));
        return new Shape.Mapping(text(setting.keys()), of(of[1], setting));
    }

    private static Type argument(Type optional) {
        return ((ParameterizedType) optional).getActualTypeArguments()[0];
    }

    private static Shape.Text text(Form form) {
        return Objects.requireNonNull(FORMS.get(form));
    }

    private static Shape written(Class<?> type) {
        Written written = type.getAnnotation(Written.class);
        Function<String, Object> parser = text -> parse(type, text);
        Pattern pattern = Pattern.compile(written.pattern());
        return new Shape.Text(
                type,
                written.what(),
                written.example(),
                pattern,
                parser,
                Form.TEXT,
                written.number());
    }

    private static Object parse(Class<?> type, String text) {
        try {
            return type.getMethod("parse", String.class).invoke(null, text);
        } catch (InvocationTargetException e) {
            throw refusal(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " needs a public static parse(String)", e);
        }
    }

    private static Shape words(Class<?> type) {
        Map<String, Object> words = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants())
            words.put(constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        return new Shape.Words(words);
    }

    private static Shape kinds(Class<?> type) {
        Kinds about = type.getAnnotation(Kinds.class);
        return new Shape.Kinds(
                type,
                about == null ? "type" : about.key(),
                about == null ? "" : about.byDefault(),
                about == null ? "" : about.about(),
                records(type)
                        .collect(
                                Collectors.toMap(
                                        c -> kebab(c.getSimpleName()),
                                        Shapes::fields,
                                        (a, b) -> a,
                                        LinkedHashMap::new)));
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Shapes::records)
                : Stream.of(type);
    }

    private static Shape record(Class<?> type) {
        var components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            List<Key> keys = Arrays.stream(components).map(Shapes::key).toList();
            return new Shape.Fields(type, type.getConstructor(types), keys);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " must be public", e);
        }
    }

    private static Key key(RecordComponent c) {
        Setting said = c.getAnnotation(Setting.class);
        if (said == null && isOurs(c)) throw new IllegalStateException(c + " needs @Setting");
        Setting setting = said == null ? UNSAID : said;
        boolean optional = c.getType() == Optional.class;
        Shape shape = of(optional ? argument(c.getGenericType()) : c.getGenericType(), setting);
        boolean nullable = c.getAnnotatedType().isAnnotationPresent(Nullable.class);
        Object absent = nullable ? null : absent(shape, setting);
        if (optional) absent = Optional.empty();
        return new Key(
                kebab(c.getName()),
                setting,
                shape,
                Range.of(shape, setting),
                optional,
                absent,
                absent == null && !nullable);
    }

    /// Galley's own records say what each key means; those of a user's module need not.
    private static boolean isOurs(RecordComponent c) {
        return c.getDeclaringRecord().getPackageName().startsWith("dev.galley.config");
    }

    private static @Nullable Object absent(Shape shape, Setting setting) {
        if (!setting.byDefault().isEmpty()) return Binder.fixed(shape, setting.byDefault());
        return switch (shape) {
            case Shape.Listing _ -> setting.min().isEmpty() ? List.of() : null;
            case Shape.Mapping _ -> Map.of();
            case Shape.Fields f when f.keys().stream().noneMatch(Key::required) ->
                    create(f.constructor(), f.keys().stream().map(Key::absent).toArray());
            default -> null;
        };
    }

    /// @throws IllegalArgumentException if the record refuses the values
    static Object create(Constructor<?> constructor, @Nullable Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw refusal(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RuntimeException refusal(InvocationTargetException e) {
        return e.getCause() instanceof RuntimeException thrown
                ? thrown
                : new IllegalStateException(e.getCause());
    }

    /// `maxConnections` and `MaxConnections` to `max-connections`, `for_` to `for`.
    static String kebab(String name) {
        return name.replaceAll("(?<=.)(?=[A-Z])", "-")
                .replaceAll("_$", "")
                .toLowerCase(Locale.ROOT);
    }
}
