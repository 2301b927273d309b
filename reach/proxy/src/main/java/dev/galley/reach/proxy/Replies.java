// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.ErrorPage;
import dev.galley.config.RespondConfig;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Answers that the proxy makes itself.
final class Replies {
    private static final Map<Integer, String> REASONS =
            Map.ofEntries(
                    Map.entry(200, "OK"),
                    Map.entry(204, "No Content"),
                    Map.entry(301, "Moved Permanently"),
                    Map.entry(302, "Found"),
                    Map.entry(303, "See Other"),
                    Map.entry(307, "Temporary Redirect"),
                    Map.entry(308, "Permanent Redirect"),
                    Map.entry(400, "Bad Request"),
                    Map.entry(403, "Forbidden"),
                    Map.entry(404, "Not Found"),
                    Map.entry(405, "Method Not Allowed"),
                    Map.entry(408, "Request Timeout"),
                    Map.entry(413, "Content Too Large"),
                    Map.entry(414, "URI Too Long"),
                    Map.entry(417, "Expectation Failed"),
                    Map.entry(429, "Too Many Requests"),
                    Map.entry(431, "Request Header Fields Too Large"),
                    Map.entry(500, "Internal Server Error"),
                    Map.entry(501, "Not Implemented"),
                    Map.entry(502, "Bad Gateway"),
                    Map.entry(503, "Service Unavailable"),
                    Map.entry(504, "Gateway Timeout"),
                    Map.entry(505, "HTTP Version Not Supported"),
                    Map.entry(508, "Loop Detected"));

    /// What a client that does not speak TLS gets to read where TLS is spoken.
    static final String NOT_TLS =
            String.join(
                    "\r\n",
                    "HTTP/1.1 400 Bad Request",
                    "Content-Type: text/plain; charset=utf-8",
                    "Content-Length: 50",
                    "Connection: close",
                    "",
                    "400 Bad Request: this port speaks HTTPS, not HTTP\n");

    private static final byte[] NOTHING = {};
    private static final Pattern PLACES = Pattern.compile("\\$\\{(host|path|query)}");
    private static final Set<String> OWN =
            Set.of("content-length", "transfer-encoding", "connection", "date");

    private final HeadWriter out;
    private final Worker worker;
    private final boolean keep;
    private final boolean http11;
    private final boolean toHead;

    /// @param keep whether the connection stays open after it
    /// @param toHead whether the request was HEAD, so that no body goes out
    Replies(Worker worker, boolean keep, boolean http11, boolean toHead) {
        this.worker = worker;
        this.out = worker.out.reset();
        this.keep = keep;
        this.http11 = http11;
        this.toHead = toHead;
    }

    /// An error, with the configured page if there is one.
    ByteBuf error(int status, Site site) {
        ErrorPage page = site.errorPage(status);
        String body = page == null ? status + " " + reason(status) + "\n" : page.body();
        start(status);
        if (status == 405) out.put("Allow: GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS\r\n");
        field("Content-Type", page == null ? "text/plain; charset=utf-8" : page.contentType());
        return end(status, body);
    }

    /// A route's fixed answer.
    ByteBuf respond(RespondConfig config, Edits edits) {
        start(config.status());
        boolean typed = false;
        for (Map.Entry<String, String> header : config.headers().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            typed |= name.equals("content-type");
            if (!OWN.contains(name)) field(header.getKey(), header.getValue());
        }
        if (!typed && !config.body().isEmpty()) field("Content-Type", "text/plain; charset=utf-8");
        out.put(edits.added());
        return end(config.status(), config.body());
    }

    /// A redirect.
    ///
    /// @param cookie what it sets; null: none
    ByteBuf redirect(int status, String location, @Nullable String cookie, Edits edits) {
        start(status);
        field("Location", location);
        if (cookie != null) {
            field("Set-Cookie", cookie);
            // For this client alone, even where a redirect may be stored (308).
            field("Cache-Control", "private");
        }
        out.put(edits.added());
        return end(status, "");
    }

    static String location(String to, RequestHead request) {
        String host = request.text(request.hostFrom, request.hostTo);
        String path =
                new String(
                        request.path,
                        request.pathFrom,
                        request.pathTo - request.pathFrom,
                        StandardCharsets.ISO_8859_1);
        String query =
                request.queryFrom < 0 ? "" : "?" + request.text(request.queryFrom, request.queryTo);
        // In one pass: what stands in the request is not looked at.
        return PLACES.matcher(to)
                .replaceAll(place ->
                        Matcher.quoteReplacement(
                                switch (place.group(1)) {
                                    case "host" -> host;
                                    case "path" -> path;
                                    default -> query;
                                }));
    }

    private void start(int status) {
        out.put("HTTP/1.1 ").number(status).put(' ').put(reason(status)).crlf().put(worker.date());
    }

    static String reason(int status) {
        return REASONS.getOrDefault(status, "Status");
    }

    private void field(String name, String value) {
        out.put(name).put(": ").put(value).crlf();
    }

    private ByteBuf end(int status, String body) {
        byte[] content = body.isEmpty() ? NOTHING : body.getBytes(StandardCharsets.UTF_8);
        if (status >= 200 && status != 204)
            out.put("Content-Length: ").number(content.length).crlf();
        if (!keep) out.put("Connection: close\r\n");
        else if (!http11) out.put("Connection: keep-alive\r\n");
        out.crlf();
        boolean bodiless = toHead || status == 204 || status == 304;
        if (!bodiless) out.put(content);
        return out.buffer(worker.allocator, 0);
    }
}
