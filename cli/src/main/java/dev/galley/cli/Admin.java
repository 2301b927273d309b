// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Speaks to the admin API of a running Galley.
final class Admin {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(3))
                    .build();
    private final String address;
    private final @Nullable String token;

    /// @param address HOST:PORT, or a URL
    Admin(String address, @Nullable String token) {
        this.address = address;
        this.token = token;
    }

    /// What the API gives.
    ///
    /// @param path from `/v1` on, encoded by {@link #encode}
    String get(String path) throws Failure {
        return send(request(path).GET());
    }

    /// @param body JSON; empty: none
    String post(String path, String body) throws Failure {
        HttpRequest.Builder request = request(path);
        if (!body.isEmpty()) request.header("Content-Type", "application/json");
        return send(request.POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    String delete(String path) throws Failure {
        return send(request(path).DELETE());
    }

    /// For a segment of a path, or a value in a query.
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String json(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static JsonNode parse(String json) {
        return MAPPER.readTree(json);
    }

    private HttpRequest.Builder request(String path) throws Failure {
        String base = address.contains("://") ? address : "http://" + address;
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/v1" + path));
            if (token != null) request.header("Authorization", "Bearer " + token);
            return request.timeout(Duration.ofSeconds(60));
        } catch (IllegalArgumentException e) {
            throw new Failure("--admin must be HOST:PORT, such as 127.0.0.1:9900, not " + address);
        }
    }

    private String send(HttpRequest.Builder request) throws Failure {
        try {
            HttpResponse<String> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) return answer.body();
            throw refused(answer);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new Failure(
                    "no answer at "
                            + address
                            + ": is galley running? start it with: galley run FILE");
        } catch (IOException e) {
            throw new Failure("no answer at " + address + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
    }

    private Failure refused(HttpResponse<String> answer) {
        if (answer.statusCode() == 401)
            return new Failure(address + " demands a token: give --token, or set GALLEY_TOKEN");
        try {
            JsonNode problem = parse(answer.body());
            StringBuilder text = new StringBuilder(problem.at("/detail").asString());
            for (JsonNode error : problem.path("errors"))
                text.append('\n').append(error.asString());
            return new Failure(text.toString());
        } catch (JacksonException e) {
            return new Failure(address + " is no Galley: it answered " + answer.statusCode());
        }
    }
}
