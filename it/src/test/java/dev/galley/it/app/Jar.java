// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// A program of the tests, as its users would pack it.
public final class Jar {
    private static final Path CLASSES = Path.of("target/test-classes");
    private static final String INDEX = "META-INF/galley/modules";

    private Jar() {}

    /// Makes it in `folder`.
    ///
    /// @param program its package beside the tests
    /// @param without modules that its index does not name
    static Path of(Path folder, String program, String... without) throws IOException {
        return packed(folder, "app." + program, without);
    }

    /// Makes it in `folder`.
    ///
    /// @param program its package below that of all tests
    /// @param without modules that its index does not name
    public static Path packed(Path folder, String program, String... without) throws IOException {
        String name = program.substring(program.lastIndexOf('.') + 1);
        Path jar = folder.resolve(name + ".jar");
        Path all = CLASSES.resolve("dev/galley/it").resolve(program.replace('.', '/'));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> classes = Files.list(all)) {
            out.putNextEntry(new JarEntry(INDEX));
            for (String line : Files.readAllLines(CLASSES.resolve(INDEX)))
                if (line.contains("it." + program + ".")
                        && Stream.of(without).noneMatch(line::startsWith))
                    out.write((line + "\n").getBytes(UTF_8));
            for (Path file : classes.toList()) {
                out.putNextEntry(new JarEntry(CLASSES.relativize(file).toString()));
                out.write(Files.readAllBytes(file));
            }
        }
        return jar;
    }
}
