// SPDX-License-Identifier: Apache-2.0
package chat.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// The files of the page, out of the jar into memory at the start; and `/health`, for who checks
/// it.
final class Files extends Handler.Abstract.NonBlocking {
    private static final Map<String, String> NAMES =
            Map.of(
                    "index.html", "text/html;charset=utf-8",
                    "style.css", "text/css;charset=utf-8",
                    "house.css", "text/css;charset=utf-8",
                    "icon.svg", "image/svg+xml",
                    "main.js", "text/javascript;charset=utf-8",
                    "house.js", "text/javascript;charset=utf-8",
                    "link.js", "text/javascript;charset=utf-8",
                    "mail.js", "text/javascript;charset=utf-8",
                    "view.js", "text/javascript;charset=utf-8",
                    "dom.js", "text/javascript;charset=utf-8");

    /// Nothing but these files is loaded, nothing inline is run, no other page frames this one.
    /// `connect-src 'self'` is the WebSocket of the same host (Content Security Policy 3).
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types";

    private final Map<String, File> files = new HashMap<>();

    /// @param bytes read-only
    private record File(String type, String tag, ByteBuffer bytes) {}

    Files() {
        NAMES.forEach((name, type) -> files.put("/" + name, read(name, type)));
        files.put("/", read("index.html", "text/html;charset=utf-8"));
    }

    private static File read(String name, String type) {
        try (InputStream in = Files.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException("the jar lacks " + name);
            byte[] bytes = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            String tag = '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
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
        if (path.equals("/health")) callback.succeeded();
        else answer(files.get(path), request, response, callback);
        return true;
    }

    private static void answer(
            @Nullable File file, Request request, Response response, Callback callback) {
        boolean gets = HttpMethod.GET.is(request.getMethod());
        if (file == null)
            Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
        else if (!gets && !HttpMethod.HEAD.is(request.getMethod()))
            Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
        else {
            headers(file, response);
            if (file.tag().equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
                response.setStatus(HttpStatus.NOT_MODIFIED_304);
                callback.succeeded();
            } else {
                response.getHeaders().put(HttpHeader.CONTENT_LENGTH, file.bytes().remaining());
                response.write(true, gets ? file.bytes().duplicate() : null, callback);
            }
        }
    }

    private static void headers(File file, Response response) {
        response.getHeaders()
                .put(HttpHeader.CONTENT_TYPE, file.type())
                .put(HttpHeader.ETAG, file.tag())
                .put(HttpHeader.CACHE_CONTROL, "no-cache")
                .put(new HttpField("Content-Security-Policy", POLICY))
                .put(new HttpField("Cross-Origin-Opener-Policy", "same-origin"))
                .put(new HttpField("Referrer-Policy", "no-referrer"))
                .put(new HttpField("X-Content-Type-Options", "nosniff"));
    }
}
