// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import dev.galley.rpc.codec.Codec;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;

/// A contract that names every type there is, and what its generated codecs do.
final class Model {
    static final String[] SOURCES = {
        """
        package model;
        @Service
        public interface Store {
            All keep(All all);
        }
        """,
        """
        package model;
        public record All(
                Numbers numbers,
                Objects objects,
                Optionals optionals,
                Nullables nullables,
                Lists lists,
                Sets sets,
                Maps maps,
                Tree tree,
                Empty empty,
                Awkward awkward) {
            public record Numbers(
                    boolean a, byte b, short c, char d, int e, long f, float g, double h) {}

            public record Objects(
                    String a, byte[] b, UUID c, BigDecimal d, Instant e, Duration f, Color g) {}

            public record Optionals(
                    Optional<Boolean> a, Optional<Byte> b, Optional<Short> c, Optional<Character> d,
                    Optional<Integer> e, Optional<Long> f, Optional<Float> g, Optional<Double> h,
                    Optional<String> i, Optional<byte[]> j, Optional<UUID> k,
                    Optional<BigDecimal> l, Optional<Instant> m, Optional<Duration> n,
                    Optional<Color> o, Optional<Empty> p, Optional<Tree> q) {}

            public record Nullables(
                    @Nullable Boolean a, @Nullable Byte b, @Nullable Short c,
                    @Nullable Character d, @Nullable Integer e, @Nullable Long f,
                    @Nullable Float g, @Nullable Double h, @Nullable String i,
                    byte @Nullable [] j, @Nullable UUID k, @Nullable BigDecimal l,
                    @Nullable Instant m, @Nullable Duration n, @Nullable Color o,
                    @Nullable Empty p, @Nullable Tree q) {}

            public record Lists(
                    List<Boolean> a, List<Byte> b, List<Short> c, List<Character> d,
                    List<Integer> e, List<Long> f, List<Float> g, List<Double> h, List<String> i,
                    List<byte[]> j, List<UUID> k, List<BigDecimal> l, List<Instant> m,
                    List<Duration> n, List<Color> o, List<Empty> p, List<Tree> q) {}

            public record Sets(
                    Set<Boolean> a, Set<Byte> b, Set<Long> c, Set<Double> d, Set<String> e,
                    Set<UUID> f, Set<Color> g, Set<Tree> h) {}

            public record Maps(
                    Map<Boolean, byte[]> a, Map<Byte, UUID> b, Map<Short, Color> c,
                    Map<Character, Tree> d, Map<Integer, Instant> e, Map<Long, Boolean> f,
                    Map<String, String> g, Map<String, Float> h, Map<String, BigDecimal> i) {}

            public record Empty() {}

            /// Names that generated code has a use for itself.
            public record Awkward(
                    int in, int out, int value, int tag, int member, int outer, int end, int entry,
                    int key, int element, int List, int INSTANCE, int NAMES,
                    int user_id, List<Integer> map, Map<String, Integer> read, Reader reader) {}

            public record Reader(Set<String> Set) {}
        }
        """,
        """
        package model;
        public sealed interface Tree {
            record Leaf(int value) implements Tree {}
            record Branch(Tree left, Tree right) implements Tree {}
            record Bare() implements Tree {}
        }
        """,
        """
        package model;
        public enum Color { RED, GREEN { @Override public String toString() { return "g"; } }, BLUE }
        """
    };

    private final Codec<Object> codec;

    @SuppressWarnings("unchecked") // the codec of type is one of its objects
    Model(ClassLoader loader, String type) {
        try {
            Class<?> found = loader.loadClass(type + "Codec");
            codec = (Codec<Object>) found.getField("INSTANCE").get(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no such generated code", e);
        }
    }

    byte[] protobuf(Object value) {
        Writer out = new Writer();
        codec.write(out, value);
        return out.toByteArray();
    }

    Object fromProtobuf(byte[] bytes) {
        return codec.read(new Reader(bytes));
    }

    byte[] json(Object value) {
        JsonWriter out = new JsonWriter();
        codec.write(out, value);
        return out.toByteArray();
    }

    Object fromJson(byte[] bytes) {
        JsonReader in = new JsonReader(bytes);
        Object value = codec.read(in);
        in.end();
        return value;
    }
}
