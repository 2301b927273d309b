// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.it.net.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// What nodes of tests run on, as the users of a distribution do (`build/dist`): a runtime that has
/// no modules of the JDK but those of `build/modules`, and an AOT cache (JEP 483, JEP 514), which
/// spares each node a quarter of what its start takes. The first process of the tests that starts a
/// node makes them for all; what is there from an earlier build is used unless something is newer.
final class NodeRuntime {
    private static final Path HOME = Path.of("target/runtime").toAbsolutePath();
    private static final Path CACHE = Path.of("target/node.aot").toAbsolutePath();
    private static final Path MODULES = Path.of("../build/modules");
    private static final Duration LONG = Duration.ofSeconds(100);

    private static List<String> java = List.of();

    private NodeRuntime() {}

    /// Its program, and what that is told to use the cache: a JVM that cannot says nothing and goes
    /// on.
    static synchronized List<String> java() {
        if (java.isEmpty()) java = locked();
        return java;
    }

    private static List<String> locked() {
        try (FileChannel channel =
                        FileChannel.open(
                                Path.of("target/runtime.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assert lock.isValid();
            return made();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The cache is for a class path of jars, which is what a whole build has.
    private static List<String> made() throws IOException, InterruptedException {
        Path release = Path.of(System.getProperty("java.home"), "release");
        Path java = HOME.resolve("bin/java");
        if (!isNewest(HOME, List.of(MODULES, release))) link();
        List<Path> jars =
                Stream.of(Node.classpath().split(File.pathSeparator))
                        .map(Path::of)
                        .filter(Files::exists)
                        .collect(Collectors.toCollection(ArrayList::new));
        if (jars.stream().anyMatch(Files::isDirectory)) return List.of(java.toString());
        jars.add(HOME);
        if (!isNewest(CACHE, jars)) train(java);
        return List.of(java.toString(), "-XX:AOTCache=" + CACHE, "-Xlog:aot=off,cds=off");
    }

    private static boolean isNewest(Path made, List<Path> of) throws IOException {
        if (!Files.exists(made)) return false;
        FileTime time = Files.getLastModifiedTime(made);
        for (Path part : of) if (Files.getLastModifiedTime(part).compareTo(time) > 0) return false;
        return true;
    }

    private static void link() throws IOException, InterruptedException {
        delete(HOME);
        Path unfinished = HOME.resolveSibling("runtime.unfinished");
        delete(unfinished);
        String modules;
        try (Stream<String> lines = Files.lines(MODULES)) {
            modules = lines.filter(line -> !line.startsWith("#")).collect(Collectors.joining(","));
        }
        run(
                System.getProperty("java.home") + "/bin/jlink",
                "--add-modules",
                modules,
                "--output",
                unfinished.toString());
        Files.move(unfinished, HOME);
    }

    private static void delete(Path folder) throws IOException, InterruptedException {
        run("rm", "-rf", folder.toString());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) throw new IllegalStateException(command[0] + ": " + said);
    }

    /// Runs a cluster of one node, with sessions and modules.
    private static void train(Path java) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("galley-aot");
        int bind = Ports.free(6), web = Ports.free();
        Path file = folder.resolve("galley.yaml");
        Files.writeString(
                file,
                """
                admin: 127.0.0.1:0
                cluster:
                  name: trained
                  bind: "127.0.0.1:%1$d"
                  peers: ["127.0.0.1:%1$d"]
                  secret: known-to-one-node-alone
                  data: %2$s
                sessions: {store: replicated}
                app:
                  classpath: [%3$s]
                  modules:
                    field: {replicas: 1}
                    well: {singleton: true, config: {ledger: %2$s}}
                    gate: {replicas: 1, config: {host: 127.0.0.1}}
                pools: {gate: {members: [{module: gate}]}}
                listeners: [{bind: "127.0.0.1:%4$d", routes: [{pool: gate}]}]
                """
                        .formatted(bind, folder, Jar.packed(folder, "cluster.farm"), web));
        List<String> command =
                new ArrayList<>(List.of(java.toString(), "-XX:AOTCacheOutput=" + CACHE));
        command.addAll(Node.arguments());
        command.addAll(List.of("run", "--node", "n1", file.toString()));
        Process node =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("told").toFile())
                        .start();
        try {
            awaitAnswer(URI.create("http://127.0.0.1:" + web + "/well"));
        } finally {
            node.destroy();
            if (!node.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
                node.destroyForcibly().waitFor();
                Files.deleteIfExists(CACHE);
            }
        }
        delete(folder);
    }

    private static void awaitAnswer(URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            Awaitility.await()
                    .atMost(LONG)
                    .ignoreExceptions()
                    .until(() ->
                            client.send(request, BodyHandlers.discarding()).statusCode() == 200);
        }
    }
}
