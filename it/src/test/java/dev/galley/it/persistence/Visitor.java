// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/// A browser with a cookie jar of its own.
final class Visitor implements AutoCloseable {
    private final CookieManager jar = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .cookieHandler(jar)
                    .connectTimeout(Duration.ofSeconds(30))
                    .build();
    private final String base;

    Visitor(InetSocketAddress proxy) {
        base = "http://127.0.0.1:" + proxy.getPort();
    }

    /// What one request got.
    record Visit(HttpResponse<String> answer) {
        /// Which application served it.
        String app() {
            return answer.body().split(" ", 2)[0];
        }

        /// How often that has seen the session.
        int count() {
            return Integer.parseInt(answer.body().split(" ", -1)[1]);
        }

        /// The application's session id.
        String id() {
            return answer.body().split(" ", -1)[2];
        }

        /// The Set-Cookie lines about this cookie.
        List<String> set(String cookie) {
            return answer.headers().allValues("Set-Cookie").stream()
                    .filter(line -> line.startsWith(cookie + "="))
                    .toList();
        }

        /// A header line's value; empty: there is none.
        String header(String name) {
            return answer.headers().firstValue(name).orElse("");
        }
    }

    Visit get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    Visit post(String path, String type, String body, String... headers) {
        return send(
                request(path, headers)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Visit send(HttpRequest.Builder request) {
        try {
            return new Visit(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The value of a cookie in the jar.
    String cookie(String name) {
        return jar.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    /// Takes a cookie into the jar.
    void remember(String name, String value) {
        HttpCookie cookie = new HttpCookie(name, value);
        cookie.setPath("/");
        cookie.setVersion(0);
        jar.getCookieStore().add(URI.create(base), cookie);
    }

    /// Forgets its cookies, as a browser does that takes none.
    void forgetCookies() {
        jar.getCookieStore().removeAll();
    }

    @Override
    public void close() {
        client.close();
    }
}
