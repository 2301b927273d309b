// SPDX-License-Identifier: Apache-2.0
package shop.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The files of the page, out of the jar into memory at the start; and `/health`, for who checks
/// it.
final class Files extends Handler.Abstract.NonBlocking {
    private static final String FIRST = "index.html";

    private static final List<String> NAMES =
            List.of(
                    FIRST,
                    "style.css",
                    "parts.css",
                    "main.js",
                    "api.js",
                    "dom.js",
                    "view.js",
                    "words.js",
                    "icon.svg",
                    "goods/biscuit.svg",
                    "goods/chart.svg",
                    "goods/compass.svg",
                    "goods/lantern.svg",
                    "goods/mug.svg",
                    "goods/rope.svg",
                    "goods/tea.svg",
                    "goods/teapot.svg");

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html;charset=utf-8",
                    "css", "text/css;charset=utf-8",
                    "js", "text/javascript;charset=utf-8",
                    "svg", "image/svg+xml");

    /// Nothing but these files is loaded, nothing inline is run, no other page frames this one
    /// (Content Security Policy 3).
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types";

    private final Map<String, File> files = new HashMap<>();

    /// @param tag of the bytes: the same in all processes
    /// @param bytes read-only
    private record File(String type, String tag, ByteBuffer bytes) {}

    Files() {
        for (String name : NAMES) files.put("/" + name, read(name));
        files.put("/", read(FIRST));
    }

    private static File read(String name) {
        try (InputStream in = Files.class.getResourceAsStream("files/" + name)) {
            if (in == null) throw new IllegalStateException("the jar lacks " + name);
            byte[] bytes = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            String tag = '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
            String type = TYPES.getOrDefault(name.replaceAll(".*\\.", ""), "text/plain");
            return new File(type, tag, ByteBuffer.wrap(bytes).asReadOnlyBuffer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        File file = files.get(path);
        if (path.equals("/health")) callback.succeeded();
        else if (file == null)
            Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
        else if (!HttpMethod.GET.is(request.getMethod())
                && !HttpMethod.HEAD.is(request.getMethod()))
            Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
        else write(file, request, response, callback);
        return true;
    }

    private static void write(File file, Request request, Response response, Callback callback) {
        response.getHeaders()
                .put(HttpHeader.CONTENT_TYPE, file.type())
                .put(HttpHeader.ETAG, file.tag())
                .put(HttpHeader.CACHE_CONTROL, "no-cache")
                .put(new HttpField("Content-Security-Policy", POLICY))
                .put(new HttpField("Cross-Origin-Opener-Policy", "same-origin"))
                .put(new HttpField("Referrer-Policy", "no-referrer"))
                .put(new HttpField("X-Content-Type-Options", "nosniff"));
        if (file.tag().equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
            response.setStatus(HttpStatus.NOT_MODIFIED_304);
            callback.succeeded();
        } else {
            boolean gets = HttpMethod.GET.is(request.getMethod());
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, file.bytes().remaining());
            response.write(true, gets ? file.bytes().duplicate() : null, callback);
        }
    }
}
