// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import dev.galley.rpc.CallContext;
import dev.galley.rpc.Trace;
import dev.galley.rpc.server.Dispatcher;
import dev.galley.rpc.server.Served;
import dev.galley.rpc.wire.Secret;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the head of a request asks for.
///
/// @param type the Content-Type without parameters, in lower case; empty: none is named
record Head(HttpRequest request, String type) {
    private static final String BEARER = "bearer ";
    private static final Set<String> GRPC = Set.of("application/grpc", "application/grpc+proto");

    /// With any weight but 0 (RFC 9110, section 12.4.2).
    private static final Pattern GZIP =
            Pattern.compile("(?i)(.*,)?\\s*gzip\\s*(;\\s*q=(1[.0]*|0\\.0*[1-9]\\d*)\\s*)?(,.*)?");

    private static final Set<String> CODINGS = Set.of("", "identity", "gzip");

    static Head of(HttpRequest request) {
        CharSequence type = HttpUtil.getMimeType(request);
        return new Head(request, type == null ? "" : type.toString().toLowerCase(Locale.ROOT));
    }

    /// Whether the response has no body, whatever it says (RFC 9110, section 9.3.2).
    boolean isHead() {
        return request.method().equals(HttpMethod.HEAD);
    }

    boolean isGrpc() {
        return GRPC.contains(type);
    }

    /// Whether the response may be compressed by gzip.
    boolean takesGzip() {
        CharSequence name = isGrpc() ? "grpc-accept-encoding" : HttpHeaderNames.ACCEPT_ENCODING;
        return GZIP.matcher(field(name)).matches();
    }

    private String field(CharSequence name) {
        String value = request.headers().get(name);
        return value == null ? "" : value;
    }

    /// Who serves it; null: nobody.
    @Nullable Served find(Dispatcher among) {
        String path = request.uri();
        int slash = path.lastIndexOf('/');
        if (slash < 2 || path.charAt(0) != '/') return null;
        return among.find(path.substring(1, slash), path.substring(slash + 1));
    }

    /// @param peer who sent it
    /// @param now by `System.nanoTime()`
    CallContext context(String peer, long now) {
        String trace = field("traceparent");
        Long timeout = Timeout.nanos(timeout());
        return new CallContext(
                timeout == null ? CallContext.NEVER : now + Math.min(timeout, 1L << 60),
                trace.isEmpty() ? null : Trace.valid(trace),
                peer,
                Map.of());
    }

    private String timeout() {
        String own = field("galley-timeout");
        return own.isEmpty() ? field("grpc-timeout") : own;
    }

    /// Why it is not served; null: it is.
    ///
    /// @param http2 whether it came by HTTP/2
    @Nullable Problem refusal(@Nullable Served served, @Nullable Secret secret, boolean http2) {
        Problem strange = http2 ? null : strange();
        if (strange != null) return strange;
        if (!isTrusted(secret) && !request.uri().equals(Health.CHECK))
            return Problem.refused(401, "unauthenticated", "say Authorization: Bearer <secret>");
        if (secret == null && lured())
            return Problem.refused(
                    403, "browser", "without a secret a browser's page must come from localhost");
        if (served == null)
            return Problem.refused(404, "unknown-method", "there is no such method here");
        if (!request.method().equals(HttpMethod.POST))
            return Problem.refused(405, "bad-request", "a method is called by POST");
        if (!timeout().isEmpty() && Timeout.nanos(timeout()) == null)
            return bad(
                    "the timeout is up to 8 digits and one of H, M, S, m, u and n, such as 500m");
        if (!isGrpc()) return noJson(served);
        if (!http2) return Problem.refused(415, "bad-request", "gRPC is spoken over HTTP/2");
        return CODINGS.contains(field("grpc-encoding"))
                ? null
                : Problem.refused(415, "unknown-coding", "grpc-encoding is identity or gzip");
    }

    /// What no client of HTTP/1.1 sends.
    private @Nullable Problem strange() {
        if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1))
            return Problem.refused(505, "bad-request", "HTTP/1.1 and HTTP/2 are spoken here");
        return request.headers().getAll(HttpHeaderNames.HOST).size() == 1
                ? null
                : bad("a request has one Host");
    }

    /// Whether it proves that it knows the secret, if there is one.
    boolean isTrusted(@Nullable Secret secret) {
        if (secret == null) return true;
        String claim = field(HttpHeaderNames.AUTHORIZATION);
        return claim.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && secret.is(claim.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8));
    }

    /// Whether it comes from a page of a stranger's name, which may lead to this address (DNS
    /// rebinding). Browsers tell the origin with every POST.
    private boolean lured() {
        if (field(HttpHeaderNames.ORIGIN).isEmpty()) return false;
        String host = field(HttpHeaderNames.HOST);
        int colon = host.lastIndexOf(':');
        String name = colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
        return !name.equals("localhost")
                && !NetUtil.isValidIpV4Address(name)
                && !NetUtil.isValidIpV6Address(name);
    }

    /// A page of another site cannot send `application/json` without asking first, and there is
    /// nobody here who would allow it.
    private @Nullable Problem noJson(Served served) {
        if (!type.equals("application/json"))
            return Problem.refused(415, "bad-request", "the Content-Type must be application/json");
        String coding = field(HttpHeaderNames.CONTENT_ENCODING);
        if (!coding.isEmpty() && !coding.equals("identity"))
            return Problem.refused(415, "bad-request", "a body is sent without Content-Encoding");
        return served.kind().clientStreams()
                ? bad(served.name() + " is sent a stream: call it by gRPC, or from Java")
                : null;
    }

    private static Problem bad(String detail) {
        return Problem.refused(400, "bad-request", detail);
    }
}
