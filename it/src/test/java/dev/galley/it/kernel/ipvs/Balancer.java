// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.ipvs;

import dev.galley.server.Main;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// `galley run FILE`, again and again.
final class Balancer {
    private static final String ADMIN = "http://127.0.0.1:9900";

    private final Path file, told;
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable Process process;

    Balancer(Path folder) {
        file = folder.resolve("galley.yaml");
        told = folder.resolve("told");
    }

    void write(String yaml) throws IOException {
        Files.writeString(file, yaml);
    }

    /// Starts it and waits until it serves.
    void start() throws IOException {
        begin();
        until(() -> {
            if (!process.isAlive()) throw new IllegalStateException(told());
            return told().contains("  admin   http://");
        });
    }

    /// Starts it where it can't, and gives what it says to that.
    String refused() throws IOException, InterruptedException {
        begin();
        if (process.waitFor() != 1) throw new IllegalStateException(told());
        return told();
    }

    private void begin() throws IOException {
        process =
                new ProcessBuilder(
                                List.of(
                                        ProcessHandle.current().info().command().orElseThrow(),
                                        "--enable-native-access=ALL-UNNAMED",
                                        "--sun-misc-unsafe-memory-access=allow",
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:-UsePerfData",
                                        "-XX:+UseSerialGC",
                                        "-Xmx128m",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Main.class.getName(),
                                        "run",
                                        file.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(told.toFile())
                        .start();
    }

    String told() throws IOException {
        return Files.readString(told);
    }

    /// SIGTERM, and waits for the end.
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /// SIGKILL.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Has it read another file.
    void reload(String yaml) throws IOException, InterruptedException {
        write(yaml);
        String answer = ask("POST", "/v1/reload", "");
        if (!answer.contains("\"success\" : true")) throw new IllegalStateException(answer);
    }

    void drain(String pool, String member) throws IOException, InterruptedException {
        ask("POST", member(pool, member) + "/drain", "");
    }

    void enable(String pool, String member) throws IOException, InterruptedException {
        ask("POST", member(pool, member) + "/enable", "");
    }

    private static String member(String pool, String member) {
        return "/v1/pools/" + pool + "/members/" + member;
    }

    /// The value of a metric of a member; -1: there is none.
    ///
    /// @param name with the labels that come before the member's
    double metric(String name, String pool, String member)
            throws IOException, InterruptedException {
        String labels = "member=\"" + member + "\",pool=\"" + pool + "\"} ";
        String line = Pattern.quote("galley_member_" + name + labels) + "(.*)";
        return Pattern.compile("^" + line, Pattern.MULTILINE)
                .matcher(ask("GET", "/metrics", ""))
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .findFirst()
                .orElse(-1);
    }

    String ask(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(ADMIN + path))
                        .timeout(Duration.ofSeconds(10))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) throw new IOException(answer.body());
        return answer.body();
    }

    /// Waits until it is so; 60 s at the most.
    static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }
}
