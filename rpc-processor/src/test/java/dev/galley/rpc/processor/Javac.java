// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import dev.galley.rpc.Service;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/// Compiles sources with the processor, as a build does: all warnings on, and errors.
record Javac(Path folder, List<String> options, List<Path> classPath) {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern TYPE =
            Pattern.compile("(?m)^(?:public )?.*?(?:class|interface|record|enum|module) ([\\w.]+)");

    Javac(Path folder) {
        this(
                folder,
                List.of(
                        "-Agalley.lock=" + folder.resolve("galley.lock"),
                        "-Agalley.lock.frozen=false"),
                List.of());
    }

    Javac with(String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return new Javac(folder, all, classPath);
    }

    Javac withClassPath(Path... more) {
        return new Javac(folder, options, List.of(more));
    }

    Path lock() {
        return folder.resolve("galley.lock");
    }

    /// Each source is a file; imports of java.* and of the annotations need not be written.
    Compiled compile(String... sources) {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = COMPILER.getStandardFileManager(null, null, null)) {
            Path out = Files.createTempDirectory(folder, "classes");
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(out));
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, fullClassPath());
            List<String> all = new ArrayList<>(options);
            all.addAll(List.of("-Xlint:all,-processing,-exports", "-Werror", "-parameters"));
            var task =
                    COMPILER.getTask(
                            new StringWriter(), files, diagnostics, all, null, units(sources));
            task.setProcessors(List.of(new GalleyProcessor()));
            boolean done = task.call();
            return new Compiled(done, diagnostics.getDiagnostics(), out, classPath);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> fullClassPath() {
        List<Path> all = new ArrayList<>(classPath);
        for (Class<?> needed : List.of(Service.class, NullMarked.class))
            all.add(
                    Path.of(
                            URI.create(
                                    needed.getProtectionDomain()
                                            .getCodeSource()
                                            .getLocation()
                                            .toString())));
        return all;
    }

    private static List<JavaFileObject> units(String... sources) {
        return List.of(sources).stream().map(Javac::unit).toList();
    }

    private static JavaFileObject unit(String source) {
        String name = group(PACKAGE, source) + "." + group(TYPE, source);
        String text =
                source.replaceFirst(
                        "(?m)^(package [\\w.]+;)",
                        "$1 import dev.galley.rpc.*; import dev.galley.rpc.Module; import"
                                + " java.math.*; import java.time.*; import java.util.*; import"
                                + " java.util.stream.*; import org.jspecify.annotations.*;");
        return new SimpleJavaFileObject(
                URI.create("memory:///" + name.replace('.', '/') + ".java"),
                JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreErrors) {
                return text;
            }
        };
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) throw new IllegalArgumentException("no " + pattern + " in " + text);
        return matcher.group(1);
    }

    /// What came of it.
    record Compiled(
            boolean done,
            List<Diagnostic<? extends JavaFileObject>> diagnostics,
            Path classes,
            List<Path> classPath) {
        /// What is wrong, a line for each error.
        List<String> errors() {
            return diagnostics.stream()
                    .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                    .map(d -> d.getMessage(null))
                    .toList();
        }

        Compiled orFail() {
            if (!done || !diagnostics.isEmpty()) throw new AssertionError(diagnostics);
            return this;
        }

        String text(String resource) {
            try {
                return Files.readString(classes.resolve(resource), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        ClassLoader loader() {
            List<URL> urls = new ArrayList<>();
            urls.add(url(classes));
            classPath.forEach(path -> urls.add(url(path)));
            return new URLClassLoader(urls.toArray(URL[]::new), Service.class.getClassLoader());
        }

        private static URL url(Path path) {
            try {
                return path.toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
