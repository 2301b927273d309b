// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;

/// An ensemble of the user's: the ZooKeeper of Debian, in a process of its own.
final class DebianEnsemble implements AutoCloseable {
    private static final Path JAVA = Path.of("/usr/bin/java");

    /// What it needs of Netty for TLS besides what its manifest names.
    private static final List<Path> JARS =
            Stream.of("zookeeper", "netty-codec", "netty-resolver")
                    .map(name -> Path.of("/usr/share/java/" + name + ".jar"))
                    .toList();

    private static final String SUPER = "super:only-for-tests";

    private final Path folder;
    private Process process;

    private DebianEnsemble(Path folder) throws Exception {
        this.folder = folder;
        start();
    }

    static boolean isInstalled() {
        return Files.exists(JAVA) && JARS.stream().allMatch(Files::exists);
    }

    /// Starts one.
    ///
    /// @param settings as in `zoo.cfg`: where clients come, and TLS
    static DebianEnsemble start(Path folder, String... settings) throws Exception {
        List<String> all =
                new ArrayList<>(List.of("tickTime=500", "admin.enableServer=false", "dataDir="));
        all.set(2, "dataDir=" + Files.createDirectories(folder.resolve("zookeeper")));
        all.addAll(List.of(settings));
        Files.write(folder.resolve("zoo.cfg"), all);
        return new DebianEnsemble(folder);
    }

    /// Starts it again, on the data that it had.
    void start() throws Exception {
        process =
                new ProcessBuilder(
                                JAVA.toString(),
                                "-Xmx128m",
                                "-Dzookeeper.DigestAuthenticationProvider.superDigest="
                                        + Link.Access.digest(SUPER),
                                "-cp",
                                String.join(":", JARS.stream().map(Path::toString).toList()),
                                "org.apache.zookeeper.server.ZooKeeperServerMain",
                                folder.resolve("zoo.cfg").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("zookeeper.log").toFile())
                        .start();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Somebody who knows nothing of the cluster.
    static CuratorFramework stranger(int port) {
        return client(CuratorFrameworkFactory.builder(), port);
    }

    /// Whoever runs the ensemble.
    static CuratorFramework master(int port) {
        byte[] proof = SUPER.getBytes(US_ASCII);
        return client(CuratorFrameworkFactory.builder().authorization("digest", proof), port);
    }

    private static CuratorFramework client(CuratorFrameworkFactory.Builder builder, int port) {
        CuratorFramework client =
                builder.connectString("127.0.0.1:" + port)
                        .sessionTimeoutMs(10_000)
                        .connectionTimeoutMs(30_000)
                        .retryPolicy(new RetryNTimes(100, 300))
                        .ensembleTracker(false)
                        .build();
        client.start();
        return client;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
    }
}
