// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app;

import dev.galley.config.Address;
import dev.galley.config.Config;
import dev.galley.it.net.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// A program of the examples in processes of its own, by one of its files, on free ports.
public final class Example implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("(?<=127\\.0\\.0\\.1:)[1-9]\\d*");
    private static final String TARGET = "examples/[a-z]+/target/";

    private final Path folder;
    private final Path file;
    private final Config config;
    private final SequencedMap<String, Map<String, String>> environments;
    private final List<String> options;
    private final Map<String, Node> nodes = new LinkedHashMap<>();

    /// @param folder for what it writes; empty
    /// @param file one of an example's
    /// @param replaced what the file has otherwise: what takes the places of texts of it
    public Example(Path folder, Path file, Map<String, String> replaced, String... options)
            throws IOException {
        this(folder, file, replaced, new LinkedHashMap<>(), options);
    }

    /// @param environments by the names of nodes; empty: the file lists them
    public Example(
            Path folder,
            Path file,
            Map<String, String> replaced,
            SequencedMap<String, Map<String, String>> environments,
            String... options)
            throws IOException {
        this.folder = folder;
        Map<String, Integer> free = new HashMap<>();
        String text = Files.readString(file);
        List<String> keys = List.copyOf(replaced.keySet());
        for (int i = 0; i < keys.size(); i++) {
            if (!text.contains(keys.get(i)))
                throw new IllegalArgumentException(file + " does not say " + keys.get(i));
            text = text.replace(keys.get(i), "<" + i + ">");
        }
        text =
                PORT.matcher(text)
                        .replaceAll(
                                port -> "" + free.computeIfAbsent(port.group(), _ -> Ports.free()))
                        .replaceAll(TARGET, file.resolveSibling("target") + "/");
        for (int i = 0; i < keys.size(); i++)
            text = text.replace("<" + i + ">", replaced.get(keys.get(i)));
        this.file = Files.writeString(folder.resolve(file.getFileName()), text);
        this.environments = environments;
        this.options = List.of(options);
        Map<String, String> first =
                environments.isEmpty() ? Map.of() : environments.firstEntry().getValue();
        this.config = Config.parse(file.toString(), text, first);
    }

    /// Starts all nodes. Where the file lists them it waits until they serve, and the first that
    /// runs modules has the database open before the others come.
    public void start() {
        List<String> names = new ArrayList<>(environments.keySet());
        if (config.app() != null) names.addAll(config.app().nodes().keySet());
        if (names.isEmpty()) names.add("");
        for (String name : names) {
            nodes.put(name, begin(name));
            if (nodes.size() == 2 && environments.isEmpty()) nodes.get(name).serves();
        }
        if (environments.isEmpty()) nodes.values().forEach(Node::serves);
    }

    private Node begin(String name) {
        List<String> all = new ArrayList<>(options);
        if (!name.isEmpty()) all.addAll(List.of("--node", name));
        Map<String, String> environment = environments.getOrDefault(name, Map.of());
        return new Node(folder.resolve("told-" + name), file, environment, all);
    }

    public Config config() {
        return config;
    }

    /// What a node has said.
    public String told(String name) {
        return nodes.get(name).told();
    }

    /// SIGKILL.
    public void kill(String name) {
        nodes.get(name).kill();
    }

    /// Starts one again that was killed.
    public void restart(String name) throws IOException {
        Files.delete(folder.resolve("told-" + name));
        nodes.put(name, begin(name));
    }

    /// Where its first listener is.
    public Address web() {
        return config.listeners().getFirst().bind().address();
    }

    @Override
    public void close() {
        nodes.values().forEach(Node::kill);
    }
}
