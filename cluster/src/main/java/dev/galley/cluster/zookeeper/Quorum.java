// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.StringReader;
import java.io.Writer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a server of ZooKeeper keeps in its folder besides the data: who it is, and which servers
/// make up the ensemble. It writes the second itself whenever that changes.
final class Quorum {
    private static final String STATIC = "zoo.cfg";
    private static final String NEXT = "zoo.cfg.next";
    private static final String FIRST = "zoo.cfg.dynamic";
    private static final String POINTER = "dynamicConfigFile";

    /// Here when this node has been part of an ensemble once: it never founds another one.
    private static final String ONCE = "joined";

    /// Locked as long as a process uses the folder.
    private static final String HELD = "held";

    private static final Logger LOG = System.getLogger(Quorum.class.getName());

    private final Path folder;

    Quorum(Path folder) {
        this.folder = folder;
    }

    /// Keeps others of this machine out of the folder, until what it gives is closed, or the
    /// process ends.
    ///
    /// @throws IOException if another one has it
    FileChannel hold() throws IOException {
        make();
        FileChannel hold =
                FileChannel.open(
                        folder.resolve(HELD), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (hold.tryLock() != null) return hold;
        } catch (OverlappingFileLockException e) {
            LOG.log(Level.DEBUG, "held by this process", e);
        }
        hold.close();
        throw new IOException(
                "another process of this machine is the node %s: it has the folder %s"
                        .formatted(folder.getFileName(), folder));
    }

    /// For nobody else: snapshots and logs have in them what the tree shows to the nodes alone.
    private void make() throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /// The file to start a server with.
    Path file() {
        return folder.resolve(STATIC);
    }

    /// Whether the ensemble that it knows of has the server in it, as that says.
    boolean has(Seat seat) throws IOException {
        String line = servers().get(seat.id());
        return line != null && line.startsWith(seat.address());
    }

    private Map<Long, String> servers() throws IOException {
        Map<Long, String> servers = new TreeMap<>();
        Path dynamic = dynamic();
        if (dynamic == null || !Files.exists(dynamic)) return servers;
        properties(dynamic)
                .forEach((key, value) -> {
                    String name = key.toString();
                    if (name.startsWith("server."))
                        servers.put(Long.parseLong(name.substring(7)), value.toString());
                });
        return servers;
    }

    private @Nullable Path dynamic() throws IOException {
        if (!Files.exists(file())) return null;
        String dynamic = properties(file()).getProperty(POINTER);
        return dynamic == null ? null : Path.of(dynamic);
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(file)));
        return properties;
    }

    /// Goes on with the ensemble that it knows of.
    ///
    /// @param settings of the server itself
    void resume(Seat self, Map<String, String> settings) throws IOException {
        Path dynamic = dynamic();
        if (dynamic == null) throw new IOException(file() + " names no " + POINTER);
        write(self, settings, dynamic);
        prune(dynamic);
    }

    /// Each change of the ensemble has left a list of its servers.
    private void prune(Path current) throws IOException {
        try (DirectoryStream<Path> lists = Files.newDirectoryStream(folder, FIRST + "*")) {
            for (Path list : lists)
                if (!list.getFileName().equals(current.getFileName())) delete(list);
        }
    }

    /// Begins with these servers, and no data.
    ///
    /// @param servers their lines, by id
    void begin(Seat self, Map<Long, String> servers, Map<String, String> settings)
            throws IOException {
        clear();
        Path first = folder.resolve(FIRST);
        StringBuilder lines = new StringBuilder();
        servers.forEach((id, line) -> lines.append("server.%d=%s\n".formatted(id, line)));
        Files.writeString(first, lines);
        write(self, settings, first);
    }

    private void write(Seat self, Map<String, String> settings, Path dynamic) throws IOException {
        Files.writeString(folder.resolve("myid"), Long.toString(self.id()));
        Properties all = new Properties();
        all.putAll(settings);
        all.setProperty("dataDir", folder.toString());
        all.setProperty(POINTER, dynamic.toString());
        // As a whole or not at all: a node that finds half of it has lost its data.
        Path next = folder.resolve(NEXT);
        try (Writer out = Files.newBufferedWriter(next)) {
            all.store(out, null);
        }
        Files.move(next, file(), ATOMIC_MOVE);
    }

    /// Whether it has ever been part of an ensemble.
    boolean once() {
        return Files.exists(folder.resolve(ONCE));
    }

    /// It is part of an ensemble now.
    void joined() throws IOException {
        if (!once()) Files.createFile(folder.resolve(ONCE));
    }

    /// Forgets the ensemble and its data, not that there was one.
    void clear() throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder, "{version-2,zoo.cfg*,myid}")) {
            for (Path file : files) delete(file);
        }
    }

    private static void delete(Path file) throws IOException {
        if (Files.isDirectory(file))
            try (DirectoryStream<Path> files = Files.newDirectoryStream(file)) {
                for (Path below : files) delete(below);
            }
        Files.delete(file);
    }
}
