// SPDX-License-Identifier: Apache-2.0

import genes.Hits;
import genes.Query;
import genes.Search;
import genes.Slice;
import genes.align.Database;
import genes.terminal.Maker;
import genes.terminal.Nodes;
import genes.terminal.Queries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// How much faster a search is on 2 and on 4 nodes than on one, each pinned to a core of its own;
/// the coordinator shares the last core, and who asks is on all of them. See bench/README.md.
public final class Genes {
    private static final int[] WORKERS = {1, 2, 4};
    private static final String SECRET = "genes-are-not-for-strangers";
    private static final Path FOLDER = Path.of("target/genes-bench").toAbsolutePath();

    private final Database database = new Database(FOLDER.resolve("database.fasta"));
    private final List<Query> queries;
    private final int rounds;

    private Genes(int mebibytes, int rounds) throws IOException {
        new Maker(1).make(FOLDER, (long) mebibytes << 20);
        this.queries = Queries.of(FOLDER.resolve("queries.fasta"));
        this.rounds = rounds;
    }

    /// @param args MiB of the database (8) and rounds that count (3)
    public static void main(String[] args) throws Exception {
        int mebibytes = args.length > 0 ? Integer.parseInt(args[0]) : 8;
        new Genes(mebibytes, args.length > 1 ? Integer.parseInt(args[1]) : 3).run();
    }

    private void run() throws Exception {
        Hits reference =
                database.align(new Slice(0, database.length()), queries, Search.MOST / 10);
        double alone = 0;
        for (int workers : WORKERS) {
            double seconds = median(workers, reference);
            if (alone == 0) alone = seconds;
            System.out.printf(
                    Locale.ROOT,
                    "%d workers: %6.2f s, speed-up %.2f, %.0f million pairs a second%n",
                    workers,
                    seconds,
                    alone / seconds,
                    reference.cells() / seconds / 1e6);
        }
    }

    private double median(int workers, Hits reference) throws Exception {
        List<Process> processes = new ArrayList<>();
        int[] ports = new int[workers + 1];
        for (int i = 0; i <= workers; i++) ports[i] = freePort();
        Path file = FOLDER.resolve("galley.yaml");
        Files.writeString(file, text(ports));
        try (Nodes nodes = Nodes.at("127.0.0.1:" + ports[0], SECRET)) {
            processes.add(start("c", 3, file));
            for (int i = 1; i <= workers; i++) processes.add(start("w" + i, i - 1, file));
            search(nodes, reference);
            double[] seconds = new double[rounds];
            for (int i = 0; i < rounds; i++) seconds[i] = search(nodes, reference);
            Arrays.sort(seconds);
            return seconds[rounds / 2];
        } finally {
            for (Process process : processes) process.destroy();
            for (Process process : processes) process.waitFor(20, TimeUnit.SECONDS);
        }
    }

    private double search(Nodes nodes, Hits reference) {
        Search search = new Search(UUID.randomUUID().toString(), queries, reference.best());
        long begun = System.nanoTime();
        Hits hits = nodes.search(search, _ -> {});
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (!hits.equals(reference)) throw new IllegalStateException("that is not what is there");
        return seconds;
    }

    private String text(int... ports) {
        StringBuilder text =
                new StringBuilder(
                        """
                        admin: 127.0.0.1:0
                        app:
                          classpath: [%s]
                          secret: %s
                          modules:
                            aligner: {config: {database: %s}}
                          nodes:
                            c: {bind: "127.0.0.1:%d", modules: [searches]}
                        """
                                .formatted(
                                        Path.of("examples/genes/target/genes.jar").toAbsolutePath(),
                                        SECRET,
                                        database.path(),
                                        ports[0]));
        for (int i = 1; i < ports.length; i++)
            text.append(
                    "    w%d: {bind: \"127.0.0.1:%d\", modules: [aligner]}%n"
                            .formatted(i, ports[i]));
        return text.toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Process start(String node, int core, Path file) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(
                        "taskset",
                        "-c",
                        "" + core,
                        java.toString(),
                        "@build/jvm.args",
                        "-jar",
                        "target/galley.jar",
                        "run",
                        "--node",
                        node,
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(FOLDER.resolve(node + ".log").toFile())
                .start();
    }
}
