// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.cli.Mode;
import dev.galley.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A Galley in this process, its file, and what it has told.
final class Running implements AutoCloseable {
    final Galley galley;
    final HttpClient client = HttpClient.newHttpClient();
    private final Path file;
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final Presenter presenter;

    Running(Path folder, String text) throws IOException, StartException {
        file = folder.resolve("galley.yaml");
        var out = new PrintStream(told, true, StandardCharsets.UTF_8);
        presenter = new Presenter(new Terminal(out, out, false, false, Map.of(), _ -> false));
        write(text);
        galley = Galley.start(file, presenter, Mode.PLAIN, null);
    }

    /// Tells nobody.
    static Presenter silent() {
        var nowhere =
                new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Presenter(new Terminal(nowhere, nowhere, false, false, Map.of(), _ -> false));
    }

    /// Ports are all 0, so that any number of tests can run beside each other.
    void write(String text) throws IOException {
        Files.writeString(file, "admin: 127.0.0.1:0\n" + text);
    }

    /// Writes the file and reloads it.
    void reload(String text) throws IOException, StartException {
        write(text);
        galley.reload();
    }

    String get(int listener, String path) throws IOException, InterruptedException {
        return ask(listener, path).body();
    }

    HttpResponse<String> ask(int listener, String path) throws IOException, InterruptedException {
        return client.send(request(listener, path), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest request(int listener, String path) {
        int port = galley.site().listeners().get(listener).way().address().getPort();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    String metrics() throws IOException, InterruptedException {
        int port = galley.site().admin().address().getPort();
        URI uri = URI.create("http://127.0.0.1:" + port + "/metrics");
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    String told() {
        return told.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
        galley.stop();
        presenter.close();
    }
}
