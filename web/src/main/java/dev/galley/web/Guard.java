// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who may use the API: who knows the token; or, where there is none, programs of this machine, but
/// not the web pages that a browser on it shows.
final class Guard {
    /// Say nothing worth hiding, and are asked by probes that can carry no token.
    private static final Set<String> OPEN = Set.of("/livez", "/readyz");

    private static final Pattern LITERAL = Pattern.compile("\\[[0-9a-fA-F:.]+]|[0-9.]+");

    private final @Nullable String token;

    Guard(@Nullable String token) {
        this.token = token;
    }

    /// The answer to a request that may not pass, or null.
    @Nullable Answer refuse(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        if (OPEN.contains(exchange.getRequestURI().getRawPath())) return null;
        if (token != null && !knows(token, headers.getFirst("Authorization")))
            return Answer.problem(401, "send the token: Authorization: Bearer TOKEN")
                    .with("WWW-Authenticate", "Bearer");
        if (token == null && !local(headers.getFirst("Host")))
            return Answer.problem(421, "use an address or localhost in the URL, not a name");
        if (!safe(exchange.getRequestMethod()) && crossSite(headers))
            return Answer.problem(403, "pages of other sites may not change anything here");
        return null;
    }

    private static boolean knows(String token, @Nullable String authorization) {
        String expected = "Bearer " + token;
        return authorization != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8),
                        authorization.getBytes(StandardCharsets.UTF_8));
    }

    /// A page whose name was made to resolve to this machine (DNS rebinding) sends its own name.
    private static boolean local(@Nullable String host) {
        if (host == null) return false;
        String name = host.replaceFirst(":[0-9]*$", "");
        return name.equalsIgnoreCase("localhost") || LITERAL.matcher(name).matches();
    }

    private static boolean safe(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    /// Browsers say where a request comes from (Fetch Metadata, and Origin in older ones); other
    /// programs say nothing.
    private static boolean crossSite(Headers headers) {
        String site = headers.getFirst("Sec-Fetch-Site");
        String origin = headers.getFirst("Origin");
        if (site != null) return !site.equals("same-origin") && !site.equals("none");
        return origin != null && !origin.equals("http://" + headers.getFirst("Host"));
    }
}
