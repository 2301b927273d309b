// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Memory of three nodes with all that Galley has, three minutes after all of them serve: the
/// shop of the examples with its modules, the ensemble, replicated sessions, a database and a
/// balancer in each. See bench/README.md.
public final class IdleCluster {
    private static final List<String> NODES = List.of("one", "two", "three");
    private static final Path SHOP = Path.of("examples/shop").toAbsolutePath();
    private static final Pattern HEAP = Pattern.compile("committed (\\d+)K, used (\\d+)K");

    private final Rig rig;
    private final String command;
    private final int[] pages = {freePort(), freePort(), freePort()};
    private final int[] binds = {freePort(), freePort(), freePort()};
    private final HttpClient http = HttpClient.newHttpClient();

    private IdleCluster(Rig rig, String command) {
        this.rig = rig;
        this.command = command;
    }

    public static void main(String[] args) throws Exception {
        try (Rig rig = new Rig()) {
            new IdleCluster(rig, System.getenv("GALLEY_CMD")).run();
        }
    }

    private void run() throws Exception {
        List<Process> nodes = new ArrayList<>();
        for (int i = 0; i < NODES.size(); i++) nodes.add(start(i));
        for (int page : pages) awaitShop(page);
        Thread.sleep(Duration.ofMinutes(3));
        for (int i = 0; i < NODES.size(); i++) show(NODES.get(i), nodes.get(i).pid());
        http.close();
    }

    private Process start(int number) throws Exception {
        String name = NODES.get(number);
        int admin = freePort();
        Path file = rig.write(name + ".yaml", text(number, admin));
        String run = command.replace("{config}", "--node " + name + " " + file);
        return rig.start(name, "0-" + (Runtime.getRuntime().availableProcessors() - 1), admin, run);
    }

    /// The example's file on free ports, with its data in the folder of the run.
    private String text(int number, int admin) throws IOException {
        return Files.readString(SHOP.resolve("cluster.yaml"))
                .replace("7810", "" + binds[0])
                .replace("7820", "" + binds[1])
                .replace("7830", "" + binds[2])
                .replace("78${SHOP_NODE}0", "" + binds[number])
                .replace("990${SHOP_NODE}", "" + admin)
                .replace("808${SHOP_NODE}", "" + pages[number])
                .replace("./target/shop-cluster", rig.folder.resolve("data").toString())
                .replace("./target/shop", rig.folder.resolve("shop").toString())
                .replace("examples/shop/", SHOP + "/");
    }

    /// Waits until a module behind the page has asked the database.
    private void awaitShop(int page) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + page + "/api/Products/list");
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(5))
                        .POST(BodyPublishers.ofString("{}"))
                        .build();
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!serves(request)) {
            if (System.nanoTime() > end) throw new IllegalStateException(uri + " does not answer");
            Thread.sleep(200);
        }
    }

    private boolean serves(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void show(String node, long pid) throws Exception {
        Path proc = Path.of("/proc/" + pid);
        String rollup = Files.readString(proc.resolve("smaps_rollup"));
        Matcher heap = HEAP.matcher(heapInfo(pid));
        String shown =
                heap.find()
                        ? "heap %d of %d MiB used".formatted(mib(heap, 2), mib(heap, 1))
                        : "no heap of G1";
        System.out.printf(
                Locale.ROOT,
                "%-6s resident %d MiB, anonymous %d, proportional %d; %s; %d threads%n",
                node,
                kib(rollup, "Rss") / 1024,
                kib(rollup, "Anonymous") / 1024,
                kib(rollup, "Pss") / 1024,
                shown,
                kib(Files.readString(proc.resolve("status")), "Threads"));
    }

    private static String heapInfo(long pid) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, "" + pid, "GC.heap_info").start();
        return new String(process.getInputStream().readAllBytes());
    }

    private static long mib(Matcher heap, int group) {
        return Long.parseLong(heap.group(group)) / 1024;
    }

    private static long kib(String text, String key) {
        Matcher matcher = Pattern.compile("(?m)^" + key + ":\\s+(\\d+)").matcher(text);
        if (!matcher.find()) throw new IllegalStateException("no " + key + " in " + text);
        return Long.parseLong(matcher.group(1));
    }

    /// Below those of outgoing connections; the four above a node's are its own as well.
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            try (ServerSocket _ = new ServerSocket(port)) {
                return port;
            } catch (IOException taken) {
                // another one, then
            }
        }
    }
}
