// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Assumptions;

/// Galley as the one jar that is built of it, and other versions of that.
final class GalleyJar {
    private static final Path BUILT = Path.of("../server/target/galley.jar");

    private GalleyJar() {}

    /// One that differs in its manifest.
    ///
    /// @param at where it is to be
    /// @param main the class that it starts
    static Path of(Path at, String version, Class<?> main) throws IOException {
        Assumptions.assumeTrue(Files.exists(BUILT), "the jar is built by `mvn package`");
        Files.copy(BUILT, at);
        try (FileSystem jar = FileSystems.newFileSystem(at)) {
            Path told = jar.getPath(JarFile.MANIFEST_NAME);
            Manifest manifest;
            try (InputStream in = Files.newInputStream(told)) {
                manifest = new Manifest(in);
            }
            Attributes attributes = manifest.getMainAttributes();
            attributes.put(Attributes.Name.IMPLEMENTATION_VERSION, version);
            attributes.put(Attributes.Name.MAIN_CLASS, main.getName());
            try (OutputStream out = Files.newOutputStream(told)) {
                manifest.write(out);
            }
            String path = main.getName().replace('.', '/') + ".class";
            if (Files.notExists(jar.getPath(path)))
                try (InputStream in = main.getClassLoader().getResourceAsStream(path)) {
                    Files.createDirectories(jar.getPath(path).getParent());
                    Files.copy(in, jar.getPath(path));
                }
        }
        return at;
    }

    /// The same without a class.
    static Path without(Path at, String version, Class<?> main, String missing) throws IOException {
        of(at, version, main);
        try (FileSystem jar = FileSystems.newFileSystem(at)) {
            Files.delete(jar.getPath(missing.replace('.', '/') + ".class"));
        }
        return at;
    }

    /// The first half of one.
    static Path truncated(Path at, Path whole) throws IOException {
        try (InputStream in = Files.newInputStream(whole);
                OutputStream out = Files.newOutputStream(at)) {
            out.write(in.readNBytes((int) (Files.size(whole) / 2)));
        }
        return at;
    }
}
