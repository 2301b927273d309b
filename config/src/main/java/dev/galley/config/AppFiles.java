// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.config.bind.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Looks into the jars and folders that a configuration names for its modules.
public final class AppFiles {
    private static final String INDEX = "META-INF/galley/modules";
    private static final String LOCK = "META-INF/galley/lock";
    private static final String PROTO = "META-INF/galley/proto/";
    private static final int LONGEST_INDEX = 1 << 20;

    private final AppConfig app;
    private final List<String> faults = new ArrayList<>();
    private final SortedMap<String, String> classes = new TreeMap<>();

    private AppFiles(AppConfig app) {
        this.app = app;
        for (int i = 0; i < app.classpath().size(); i++) look(i);
    }

    /// What can't be used, and which modules are named but not there: a sentence each, which begins
    /// with the path of the key.
    public static List<String> faults(AppConfig app) {
        AppFiles files = new AppFiles(app);
        if (files.faults.isEmpty()) files.names();
        return files.faults;
    }

    /// The names of classes by those of modules, as the processor has listed them.
    public static Map<String, String> modules(AppConfig app) {
        return new AppFiles(app).classes;
    }

    /// The lock files that jars and folders were compiled with, by their paths.
    ///
    /// @throws IOException with a sentence, if one of them has services and no lock file
    public static SortedMap<String, String> locks(AppConfig app) throws IOException {
        SortedMap<String, String> locks = new TreeMap<>();
        for (String entry : app.classpath()) {
            String lock = resource(Path.of(entry), LOCK);
            if (!lock.isEmpty()) locks.put(entry, lock);
            else if (hasServices(Path.of(entry)))
                throw new IOException(
                        entry
                                + " has services and no "
                                + LOCK
                                + ": compile it with this version's galley-rpc-processor");
        }
        return locks;
    }

    private static boolean hasServices(Path entry) throws IOException {
        if (Files.isDirectory(entry)) return Files.isDirectory(entry.resolve(PROTO));
        try (ZipFile jar = new ZipFile(entry.toFile())) {
            return jar.stream().anyMatch(file -> file.getName().startsWith(PROTO));
        }
    }

    private void look(int i) {
        String path = "app.classpath[" + i + "]";
        try {
            resource(Path.of(app.classpath().get(i)), INDEX)
                    .lines()
                    .forEach(line -> add(path, line));
        } catch (IOException e) {
            faults.add(path + " cannot be read: " + e.getMessage());
        }
    }

    private void add(String path, String line) {
        String[] nameAndClass = line.split(" = ", 2);
        if (nameAndClass.length < 2) return;
        String other = classes.putIfAbsent(nameAndClass[0], nameAndClass[1]);
        if (other != null && !other.equals(nameAndClass[1]))
            faults.add(
                    "%s has the module %s, %s, which is %s already; keep one of them"
                            .formatted(path, nameAndClass[0], nameAndClass[1], other));
    }

    /// Empty: there is none in it.
    private static String resource(Path entry, String name) throws IOException {
        if (!Files.exists(entry)) throw new IOException("there is no such file or folder");
        if (Files.isDirectory(entry)) {
            Path file = entry.resolve(name);
            return Files.exists(file) ? text(Files.newInputStream(file)) : "";
        }
        try (ZipFile jar = new ZipFile(entry.toFile())) {
            ZipEntry file = jar.getEntry(name);
            return file == null ? "" : text(jar.getInputStream(file));
        }
    }

    private static String text(InputStream in) throws IOException {
        try (in) {
            return new String(in.readNBytes(LONGEST_INDEX), UTF_8);
        }
    }

    private void names() {
        app.modules().keySet().forEach(name -> known("app.modules." + name, name));
        app.nodes()
                .forEach((node, config) -> {
                    List<String> modules = config.modules();
                    for (int i = 0; modules != null && i < modules.size(); i++)
                        known("app.nodes." + node + ".modules[" + i + "]", modules.get(i));
                });
        if (classes.isEmpty())
            faults.add(
                    "app.classpath has no modules in it: annotate classes with @Module, and compile"
                            + " them with galley-rpc-processor");
        if (app.nodes().isEmpty()) return;
        for (String name : classes.keySet())
            if (app.nodes().values().stream().noneMatch(node -> node.runs(name)))
                faults.add("app.nodes leaves out the module " + name + ": put it on a node");
    }

    private void known(String path, String name) {
        if (!classes.containsKey(name))
            faults.add(
                    "%s the module \"%s\" is not in the class path%s"
                            .formatted(path, name, Nearest.hint(name, classes.keySet())));
    }
}
