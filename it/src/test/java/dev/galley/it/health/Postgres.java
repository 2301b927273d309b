// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.health;

import dev.galley.it.net.Ports;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A cluster of the real PostgreSQL, whose user `owner` owns the database `postgres`. It refuses to
/// be run by root, so that root becomes postgres for it.
public final class Postgres implements AutoCloseable {
    private static final boolean ROOT = System.getProperty("user.name").equals("root");

    private final Path folder;

    public Postgres() throws IOException, InterruptedException {
        folder = folder();
        String data = data().toString();
        Program.run(folder, tool("initdb", "--no-sync", "-A", "trust", "-U", "owner", "-D", data));
    }

    /// A replica.
    ///
    /// @param primary who lets `owner` replicate
    public static Postgres following(Program primary) throws IOException, InterruptedException {
        Postgres replica = new Postgres(folder());
        replica.awaits(primary);
        Program.run(
                replica.folder,
                tool(
                        "pg_basebackup",
                        "--no-sync",
                        "--write-recovery-conf",
                        "--checkpoint=fast",
                        "--host=127.0.0.1",
                        "--port=" + primary.address().getPort(),
                        "--username=owner",
                        "--pgdata=" + replica.data()));
        return replica;
    }

    private Postgres(Path folder) {
        this.folder = folder;
    }

    private static Path folder() throws IOException {
        Path folder = Program.folder("postgresql");
        if (ROOT)
            Files.setOwner(
                    folder,
                    FileSystems.getDefault()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName("postgres"));
        return folder;
    }

    /// Waits until a server that listens lets clients in.
    public void awaits(Program server) {
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> {
                    String port = "--port=" + server.address().getPort();
                    Program.run(folder, tool("pg_isready", "--host=127.0.0.1", port));
                    return true;
                });
    }

    /// A replica follows nobody from now on.
    public void promote() throws IOException, InterruptedException {
        Program.run(folder, tool("pg_ctl", "promote", "-D", data().toString()));
    }

    Path data() {
        return folder.resolve("data");
    }

    private static String[] tool(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (ROOT)
            Collections.addAll(
                    command, "setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups");
        command.add(newest().resolve("bin").resolve(name).toString());
        Collections.addAll(command, arguments);
        return command.toArray(String[]::new);
    }

    private static Path newest() throws IOException {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.max(
                            Comparator.comparingInt(
                                    v -> Integer.parseInt(v.getFileName().toString())))
                    .orElseThrow();
        }
    }

    /// Starts it.
    ///
    /// @param access a line of pg_hba.conf
    public Program start(String access, String... options) throws IOException {
        int port = Ports.free();
        Path hba = Files.writeString(folder.resolve("hba"), access + "\n");
        List<String> arguments = new ArrayList<>();
        Collections.addAll(
                arguments, "-D", data().toString(), "-p", "" + port, "-k", folder.toString(), "-F");
        Collections.addAll(arguments, "-c", "listen_addresses=127.0.0.1", "-c", "hba_file=" + hba);
        Collections.addAll(arguments, options);
        return new Program(folder, port, tool("postgres", arguments.toArray(String[]::new)));
    }

    @Override
    public void close() throws IOException {
        Program.delete(folder);
    }
}
