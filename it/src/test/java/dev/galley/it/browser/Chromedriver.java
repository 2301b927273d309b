// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The program that drives browsers, by WebDriver: JSON over HTTP (w3.org/TR/webdriver2).
public final class Chromedriver implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String where;

    public Chromedriver() throws IOException {
        process = new ProcessBuilder("chromedriver", "--port=0").redirectErrorStream(true).start();
        BufferedReader told = process.inputReader();
        where = "http://127.0.0.1:" + port(told);
        Thread.startVirtualThread(() -> told.lines().forEach(_ -> {}));
    }

    private static String port(BufferedReader told) throws IOException {
        for (String line; (line = told.readLine()) != null; ) {
            Matcher started = STARTED.matcher(line);
            if (started.find()) return started.group(1);
        }
        throw new IOException("chromedriver does not start");
    }

    /// Carries out a command.
    ///
    /// @param body JSON; empty for methods without one
    /// @return its value
    /// @throws WebDriverException with the driver's word for what went wrong
    JsonNode command(String method, String path, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(where + path))
                        .timeout(PATIENCE)
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            JsonNode value = JSON.readTree(response.body()).get("value");
            if (response.statusCode() == 200) return value;
            throw new WebDriverException(value.get("message").asString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static String json(Object value) {
        return JSON.writeValueAsString(value);
    }

    /// What a browser could not do, such as click on what is hidden.
    static final class WebDriverException extends RuntimeException {
        private static final long serialVersionUID = 1;

        WebDriverException(String message) {
            super(message);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            http.close();
        }
    }
}
