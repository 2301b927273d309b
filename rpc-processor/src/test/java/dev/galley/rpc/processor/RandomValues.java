// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/// Makes values of any type that a contract may name, from a seed.
final class RandomValues {
    private final Random random;

    RandomValues(long seed) {
        random = new Random(seed);
    }

    Object of(Type type) {
        return of(type, 4);
    }

    private Object of(Type type, int depth) {
        if (type instanceof ParameterizedType generic) return generic(generic, depth);
        Class<?> raw = (Class<?>) type;
        if (raw.isRecord()) return record(raw, depth);
        if (raw.isEnum()) return raw.getEnumConstants()[random.nextInt(3)];
        if (raw.isSealed()) return ofSealed(raw, depth);
        return scalar(raw);
    }

    private Object record(Class<?> type, int depth) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            boolean nullable = components[i].getAnnotatedType().getAnnotations().length > 0;
            values[i] =
                    nullable && random.nextBoolean()
                            ? null
                            : of(components[i].getGenericType(), depth);
        }
        try {
            Class<?>[] types =
                    Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            return type.getConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no such generated code", e);
        }
    }

    /// Where it is deep already, the kind without components.
    private Object ofSealed(Class<?> type, int depth) {
        Class<?>[] kinds = type.getPermittedSubclasses();
        int kind = depth <= 0 ? kinds.length - 1 : random.nextInt(kinds.length);
        return of(kinds[kind], depth - 1);
    }

    private Object generic(ParameterizedType type, int depth) {
        List<Object> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--)
            values.add(of(type.getActualTypeArguments()[0], depth - 1));
        return switch (((Class<?>) type.getRawType()).getSimpleName()) {
            case "List" -> values;
            case "Set" -> Collections.unmodifiableSet(new LinkedHashSet<>(values));
            case "Optional" -> values.stream().findFirst();
            default -> map(values, type.getActualTypeArguments()[1], depth);
        };
    }

    private Map<Object, Object> map(List<Object> keys, Type value, int depth) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (Object key : keys) map.put(key, of(value, depth - 1));
        return map;
    }

    private Object scalar(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "boolean", "Boolean" -> random.nextBoolean();
            case "byte", "Byte" -> (byte) bits();
            case "short", "Short" -> (short) bits();
            case "char", "Character" -> (char) bits();
            case "int", "Integer" -> (int) bits();
            case "long", "Long" -> bits();
            case "float", "Float" -> number().floatValue();
            case "double", "Double" -> number();
            case "String" -> text();
            case "byte[]" -> bytes();
            case "UUID" -> new UUID(bits(), bits());
            case "BigDecimal" ->
                    new BigDecimal(new BigInteger(60, random), random.nextInt(40) - 20);
            case "Instant" -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1 << 29));
            case "Duration" -> Duration.ofSeconds(random.nextInt(), random.nextInt(1 << 29));
            default -> throw new AssertionError(type);
        };
    }

    /// Of any length, so that small and negative ones are as many as large ones.
    private long bits() {
        return random.nextLong() >> random.nextInt(64);
    }

    private Double number() {
        List<Double> odd =
                List.of(
                        0.0,
                        -0.0,
                        1.5,
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        (double) Float.MAX_VALUE);
        int choice = random.nextInt(2 * odd.size());
        return choice < odd.size() ? odd.get(choice) : (Double) (double) random.nextFloat();
    }

    private String text() {
        int[] points =
                random.ints(random.nextInt(20), 0, 0x11000)
                        .map(point -> Character.isSurrogate((char) point) ? 'x' : point)
                        .map(point -> random.nextBoolean() ? point & 0x7f : point)
                        .toArray();
        return new String(points, 0, points.length);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }
}
