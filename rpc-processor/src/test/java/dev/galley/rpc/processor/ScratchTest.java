// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import java.nio.file.*;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("all") class ScratchTest {
    @TempDir Path folder;

    @Test
    void prints() throws Exception {
        var c =
                new Javac(folder)
                        .compile(
                                """
                                package chat;
                                @Service
                                public interface Users {
                                    record Profile(String name, int age, @Nullable String nick, Optional<Color> color, List<String> tags, Set<Integer> marks, Map<String, Profile> friends, Instant at, byte @Nullable [] raw, @Nullable Integer count, Shape shape, List<Color> colors, Map<Integer, Color> byNumber, char c, boolean b, double d, float f, UUID id, BigDecimal price, Duration took, short s, byte y, long l, byte[] bytes, Map<Character, UUID> m2) {}
                                    enum Color { RED, GREEN }
                                    sealed interface Shape { record Circle(double r) implements Shape {} record Square() implements Shape {} }
                                    Profile register(String name, @Nullable String password);
                                    void logout(UUID id);
                                    @Idempotent Optional<Profile> find(String name);
                                    @Nullable Profile find2(List<String> names, byte[] what);
                                    Stream<Profile> all();
                                    long upload(Stream<byte[]> chunks);
                                    void upload2(Stream<Integer> chunks);
                                    Stream<Integer> talk(Stream<Long> numbers);
                                }
                                """);
        for (var d : c.diagnostics()) System.out.println(d);
        for (Path p : Files.walk(folder).filter(p -> p.toString().matches(".*[.](java|proto|lock)$")).toList()) {
            try { System.out.println("==== " + folder.relativize(p)); System.out.println(Files.readString(p)); } catch (Exception e) { throw new RuntimeException(e); }
        }
    }
}
