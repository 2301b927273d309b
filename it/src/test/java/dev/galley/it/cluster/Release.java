// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.cluster;

import dev.galley.rpc.processor.GalleyProcessor;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/// The farm once more, compiled and packed with something else in its sources, as the next version
/// of a program is.
final class Release {
    private static final Path SOURCES = Path.of("src/test/java/dev/galley/it/cluster/farm");

    private Release() {}

    /// Makes it.
    ///
    /// @param folder for the jar, and all else
    /// @param changes a piece of the sources and what is in its place, in turns
    static Path of(Path folder, String... changes) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter told = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
            var task =
                    compiler.getTask(
                            told,
                            files,
                            null,
                            List.of(
                                    "-Agalley.lock=" + folder.resolve("galley.lock"),
                                    "-Agalley.lock.frozen=false",
                                    "-parameters"),
                            null,
                            sources(changes));
            task.setProcessors(List.of(new GalleyProcessor()));
            if (!task.call()) throw new IllegalStateException(told.toString());
        }
        return pack(classes, folder.resolve("farm.jar"));
    }

    private static List<JavaFileObject> sources(String... changes) throws IOException {
        List<JavaFileObject> sources = new ArrayList<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                for (int i = 0; i < changes.length; i += 2)
                    text = text.replace(changes[i], changes[i + 1]);
                sources.add(source(file.toUri(), text));
            }
        }
        return sources;
    }

    private static JavaFileObject source(URI uri, String text) {
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static Path pack(Path classes, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                out.write(Files.readAllBytes(file));
            }
        }
        return jar;
    }
}
