// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.Forwarding;
import dev.galley.config.RewriteConfig;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// Writes the head that a member gets: the client's own, but for the lines that end here (RFC 9110
/// section 7.6.1) and those that the proxy answers for.
final class RequestWriter {
    private static final byte[] VERSION_HOST = Words.of(" HTTP/1.1\r\nHost: ");
    private static final byte[] VIA = Words.of("Via: 1.1 galley\r\n");
    private static final byte[] VIA_10 = Words.of("Via: 1.0 galley\r\n");
    private static final byte[] CHUNKED = Words.of("Transfer-Encoding: chunked\r\n");
    private static final byte[] UPGRADE = Words.of("Connection: upgrade\r\nUpgrade: ");
    private static final byte[] FOR = Words.of("X-Forwarded-For: ");
    private static final byte[] PROTO = Words.of("X-Forwarded-Proto: ");
    private static final byte[] HOST = Words.of("X-Forwarded-Host: ");

    private final HeadWriter out;
    private final RequestHead in;
    private final Client client;
    private final Route route;
    private final Site site;
    private final Affinity affinity;
    private final boolean trusted;

    private RequestWriter(
            RequestHead in, Client client, Route route, Site site, Affinity affinity) {
        this.out = client.worker.out.reset();
        this.in = in;
        this.client = client;
        this.route = route;
        this.site = site;
        this.affinity = affinity;
        this.trusted = site.trusts(client.source().getAddress());
    }

    static ByteBuf write(RequestHead in, Client client, Route route, Site site, Affinity affinity) {
        RequestWriter writer = new RequestWriter(in, client, route, site, affinity);
        writer.line();
        writer.fields();
        writer.own();
        return writer.out.buffer(client.worker.allocator, 0);
    }

    private void line() {
        out.put(in.b, in.methodFrom, in.methodTo).put(' ');
        RewriteConfig rewrite = route.rewrite;
        if (rewrite == null) out.put(in.path, in.pathFrom, in.pathTo);
        else out.put(path(route, in));
        if (in.queryFrom >= 0) out.put('?').put(in.b, in.queryFrom, in.queryTo);
        out.put(VERSION_HOST);
        if (rewrite != null && rewrite.host() != null) out.put(rewrite.host());
        else host();
        out.crlf();
    }

    private void host() {
        if (in.authorityTo > 0) out.put(in.b, in.hostFrom, in.authorityTo);
        else out.put(client.proxy.name());
    }

    /// The path as the member gets it.
    static String path(Route route, RequestHead in) {
        String own =
                new String(
                        in.path, in.pathFrom, in.pathTo - in.pathFrom, StandardCharsets.ISO_8859_1);
        return route.rewrite == null ? own : rewritten(route.rewrite, own);
    }

    private static String rewritten(RewriteConfig rewrite, String own) {
        String path = rewrite.path() == null ? own : rewrite.path();
        String strip = rewrite.stripPrefix();
        if (strip != null && path.startsWith(strip)) path = path.substring(strip.length());
        if (rewrite.addPrefix() != null) path = rewrite.addPrefix() + path;
        return path.startsWith("/") ? path : "/" + path;
    }

    /// Copies the lines that go on, neighbours at a stroke.
    private void fields() {
        int from = -1;
        for (int i = 0; i < in.count; i++) {
            boolean kept = keeps(i);
            if (kept && from < 0) from = in.nameFrom[i];
            if (!kept && from >= 0) {
                out.put(in.b, from, in.nameFrom[i]);
                from = -1;
            }
        }
        if (from >= 0) out.put(in.b, from, in.lineTo(in.count - 1));
    }

    private boolean passes(int i) {
        return !in.field[i].hopByHop && !in.nominated(i) && !route.requestEdits.drops(in, i);
    }

    private boolean keeps(int i) {
        return passes(i)
                && switch (in.field[i]) {
                    // Members believe what these say: it is said here, or not at all (RFC 9440
                    // section 2.4).
                    case HOST, X_FORWARDED_FOR, CLIENT_CERT, CLIENT_CERT_CHAIN -> false;
                    case COOKIE -> !affinity.owns(in, i);
                    // Who holds the body has told the client to send it.
                    case EXPECT -> in.expectContinue && !affinity.searching();
                    case X_FORWARDED_PROTO, X_FORWARDED_HOST, FORWARDED -> trusted;
                    default -> true;
                };
    }

    private void own() {
        for (int i = 0; i < in.count; i++)
            if (affinity.owns(in, i) && passes(i)) affinity.others(out, in, i);
        if (in.chunked) out.put(CHUNKED);
        if (in.upgrade) {
            int i = in.find(Field.UPGRADE);
            out.put(UPGRADE).put(in.b, in.valueFrom[i], in.valueTo[i]).crlf();
        }
        forwarded();
        out.put(client.identity().certificates());
        out.put(in.http11 ? VIA : VIA_10).put(route.requestEdits.added()).crlf();
    }

    private void forwarded() {
        Forwarding style = site.forwarded;
        if (style != Forwarding.X_FORWARDED) out.put(Forwarded.line(client, in));
        if (style == Forwarding.RFC7239) return;
        if (trusted) {
            addToTrusted();
            return;
        }
        out.put(client.identity().forwarded());
        if (in.authorityTo > 0) out.put(HOST).put(in.b, in.hostFrom, in.authorityTo).crlf();
    }

    /// What a trusted one says is kept and added to.
    private void addToTrusted() {
        out.put(FOR);
        for (int i = 0; i < in.count; i++)
            if (in.field[i] == Field.X_FORWARDED_FOR
                    && !in.nominated(i)
                    && in.valueTo[i] > in.valueFrom[i])
                out.put(in.b, in.valueFrom[i], in.valueTo[i]).put(',').put(' ');
        out.put(client.source().getAddress().getHostAddress()).crlf();
        if (in.find(Field.X_FORWARDED_PROTO) < 0)
            out.put(PROTO).put(client.identity().scheme()).crlf();
        if (in.find(Field.X_FORWARDED_HOST) < 0 && in.authorityTo > 0)
            out.put(HOST).put(in.b, in.hostFrom, in.authorityTo).crlf();
    }
}
