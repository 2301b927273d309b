// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tidy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The project as its authors wrote it: the text of every file but those that a build, an editor or
/// git made, by its path from the root with `/` between the names.
record SourceTree(Path root, Map<String, String> texts) {
    private static final Set<String> MADE =
            Set.of(".git", "target", "dist", ".idea", ".vscode", ".settings");

    /// Reads the tree that holds the working directory, which Surefire sets to the module's folder.
    static SourceTree read() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("verify"))) {
            root = root.getParent();
        }
        Reader reader = new Reader(root, new TreeMap<>());
        try {
            Files.walkFileTree(root, reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SourceTree(root, reader.texts);
    }

    List<String> names(Predicate<String> wanted) {
        return texts.keySet().stream().filter(wanted).toList();
    }

    List<String> java() {
        return names(name -> name.endsWith(".java"));
    }

    /// The files of Maven modules: every pom but the root's.
    List<String> childPoms() {
        return names(name -> name.endsWith("/pom.xml"));
    }

    /// What `sh` runs or reads, seen by its first line or its name.
    List<String> scripts() {
        Predicate<String> shell =
                name -> name.endsWith(".sh") || text(name).startsWith("#!/bin/sh");
        return names(shell.and(name -> !name.equals("mvnw")));
    }

    String text(String name) {
        return texts.getOrDefault(name, "");
    }

    List<String> lines(String name) {
        return text(name).lines().toList();
    }

    private static final class Reader extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Map<String, String> texts;

        Reader(Path root, Map<String, String> texts) {
            this.root = root;
            this.texts = texts;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes is) {
            return MADE.contains(folder.getFileName().toString())
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
            String name = root.relativize(file).toString().replace('\\', '/');
            texts.put(name, new String(Files.readAllBytes(file), UTF_8));
            return FileVisitResult.CONTINUE;
        }
    }
}
