// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What a hostile or broken client might send, by seed: requests put together from the pieces that
/// framing attacks are made of, then damaged.
final class Mutant {
    private static final List<String> METHODS =
            List.of(
                    "GET", "POST", "HEAD", "PUT", "OPTIONS", "DELETE", "get", "CONNECT", "G\0T",
                    "");
    private static final List<String> TARGETS =
            List.of(
                    "/",
                    "/a?b=c",
                    "/|{a}?[b]=\"\\\"",
                    "*",
                    "http://h/x",
                    "/%2e%2e/..",
                    "/a b",
                    "/%zz",
                    "//",
                    "/a#b",
                    "x");
    private static final List<String> VERSIONS =
            List.of(
                    "HTTP/1.1",
                    "HTTP/1.1",
                    "HTTP/1.1",
                    "HTTP/1.0",
                    "HTTP/1.2",
                    "HTTP/2.0",
                    "http/1.1");
    private static final List<String> ENDS =
            List.of("\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\r\n", "\n\r\n");
    private static final List<String> FIELDS =
            List.of(
                    "Host: h",
                    "Host: h",
                    "Host: a b",
                    "Content-Length: 5",
                    "Content-Length: 0",
                    "Content-Length: 3",
                    "Content-Length: +3",
                    "Content-Length: 5, 5",
                    "Content-Length : 3",
                    "content-length:3",
                    "Transfer-Encoding: chunked",
                    "Transfer-Encoding: chunked",
                    "transfer-encoding:\tChunked ",
                    "Transfer-Encoding: xchunked",
                    "Transfer-Encoding: gzip, chunked",
                    "Transfer-Encoding:\u000bchunked",
                    "Transfer-Encoding : chunked",
                    "X: a\r\n Content-Length: 3",
                    "Connection: close",
                    "Connection: keep-alive",
                    "Connection: Content-Length",
                    "Connection: Transfer-Encoding, Host",
                    "Connection: upgrade",
                    "Upgrade: websocket",
                    "Expect: 100-continue",
                    "X: \u00e9",
                    "X: a\0b",
                    ": x",
                    "X",
                    "X-Forwarded-For: 1.2.3.4",
                    "Keep-Alive: 5",
                    "TE: trailers");
    private static final List<String> BODIES =
            List.of(
                    "",
                    "",
                    "",
                    "abc",
                    "hello",
                    "0\r\n\r\n",
                    "3\r\nabc\r\n0\r\n\r\n",
                    "3;x=y\r\nabc\r\n0\r\nT: v\r\n\r\n",
                    "5\r\nabc\r\n0\r\n\r\n",
                    "3\nabc\r\n0\r\n\r\n",
                    "0x3\r\nabc\r\n0\r\n\r\n",
                    "3\r\nabcX\n0\r\n\r\n",
                    "3\r\nabc\r\n0\r\nContent-Length: 3\r\n\r\n",
                    "ffffffffffffffff\r\n",
                    "3;a=\"b\r\n\"\r\nabc\r\n0\r\n\r\n",
                    "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n");

    private final SplittableRandom random;

    private Mutant(long seed) {
        random = new SplittableRandom(seed);
    }

    /// The pieces to send, one write each.
    static List<byte[]> pieces(long seed) {
        Mutant mutant = new Mutant(seed);
        StringBuilder text = new StringBuilder();
        int requests = 1 + mutant.random.nextInt(4);
        for (int i = 0; i < requests; i++) text.append(mutant.request());
        if (mutant.random.nextInt(3) == 0) mutant.damage(text);
        return mutant.split(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Mostly well-formed, or nothing would get past the first line.
    private String request() {
        if (random.nextInt(3) == 0) return good();
        boolean odd = random.nextInt(4) == 0;
        StringBuilder text = new StringBuilder(odd ? one(METHODS) : METHODS.get(random.nextInt(6)));
        text.append(' ').append(odd ? one(TARGETS) : TARGETS.get(random.nextInt(2))).append(' ');
        text.append(odd ? one(VERSIONS) : "HTTP/1.1").append(odd ? one(ENDS) : "\r\n");
        if (random.nextInt(8) > 0) text.append("Host: h\r\n");
        int fields = random.nextInt(5);
        for (int i = 0; i < fields; i++) text.append(one(FIELDS)).append(end());
        return text.append(end()).append(one(BODIES)).toString();
    }

    private String good() {
        return switch (random.nextInt(3)) {
            case 0 -> "GET /good HTTP/1.1\r\nHost: h\r\n\r\n";
            case 1 -> "POST /good HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
            default ->
                    "PUT /good HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "3\r\nabc\r\n0\r\n\r\n";
        };
    }

    private String end() {
        return random.nextInt(20) == 0 ? one(ENDS) : "\r\n";
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void damage(StringBuilder text) {
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times && text.length() > 2; i++) {
            int at = random.nextInt(text.length() - 1);
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.insert(at, (char) random.nextInt(256));
                case 3 -> text.insert(at, one(random.nextBoolean() ? ENDS : BODIES));
                default -> text.delete(at, Math.min(text.length(), at + random.nextInt(30)));
            }
        }
    }

    private List<byte[]> split(byte[] bytes) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length; ) {
            int most = random.nextInt(3) == 0 ? 20 : bytes.length;
            int to = Math.min(bytes.length, from + 1 + random.nextInt(most));
            pieces.add(java.util.Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return pieces;
    }
}
