// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.scale;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Machines that a script starts, stops and lists, and that answer when they are told to. Each is a
/// server here, and runs while a folder has its name. The script writes down whatever it does.
final class Cloud implements AutoCloseable {
    private static final String SCRIPT =
            """
            cd "$(dirname "$0")" || exit 1
            act() { echo "$GALLEY_EPOCH $node $1 $2" >>acts; }
            node=$2
            case $1 in
            list)
                act list all
                ls machines
                ;;
            out)
                for each in $(cat all); do
                    if mkdir "machines/$each" 2>/dev/null; then
                        act out "$each"
                        echo "$each"
                        exit
                    fi
                done
                echo there are no more
                exit 1
                ;;
            in)
                act in "$GALLEY_ADDRESS"
                rmdir "machines/$GALLEY_ADDRESS"
                ;;
            esac
            """;

    private final Path folder;
    private final List<HttpServer> servers = new ArrayList<>();
    private final CountDownLatch answer = new CountDownLatch(1);

    /// What a command did.
    record Act(long epoch, String node, String what) {}

    /// @param size how many machines there can be
    Cloud(Path folder, int size) throws IOException {
        this.folder = folder;
        List<String> all = new ArrayList<>();
        for (int i = 0; i < size; i++) all.add(server());
        Files.createDirectory(folder.resolve("machines"));
        Files.createFile(folder.resolve("acts"));
        Files.write(folder.resolve("all"), all);
        Files.writeString(script(), SCRIPT);
    }

    Path script() {
        return folder.resolve("cloud.sh");
    }

    private String server() throws IOException {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server = HttpServer.create(any, 100);
        String name = "127.0.0.1:" + server.getAddress().getPort();
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/health", exchange -> answer(exchange, name));
        server.createContext(
                "/held",
                exchange -> {
                    try {
                        if (answer.await(5, TimeUnit.MINUTES)) answer(exchange, name);
                    } catch (InterruptedException e) {
                        exchange.close();
                    }
                });
        server.start();
        servers.add(server);
        return name;
    }

    private void answer(HttpExchange exchange, String name) throws IOException {
        boolean runs = Files.exists(folder.resolve("machines").resolve(name));
        exchange.sendResponseHeaders(runs ? 200 : 503, -1);
        exchange.close();
    }

    /// Has all requests answered, those that wait too.
    void answer() {
        answer.countDown();
    }

    /// What was done by Galleys that lead, in order.
    List<Act> acts() throws IOException {
        return Files.readAllLines(folder.resolve("acts")).stream()
                .map(line -> line.split(" ", 4))
                .filter(words -> !words[0].equals("0"))
                .map(words -> new Act(Long.parseLong(words[0]), words[1], words[2]))
                .toList();
    }

    long count(String what) throws IOException {
        return acts().stream().filter(act -> act.what().equals(what)).count();
    }

    /// Who leads, as the last command that was run shows.
    String leader() throws IOException {
        List<Act> acts = acts();
        return acts.isEmpty() ? "" : acts.getLast().node();
    }

    @Override
    public void close() {
        answer();
        for (HttpServer server : servers) server.stop(0);
    }
}
