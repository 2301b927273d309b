// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import dev.galley.config.HealthConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `http`: passes if one request (HTTP/1.1, RFC 9112, `Connection: close`) is answered as expected.
///
/// The head of the answer is read, interim answers included, up to [Input#LIMIT]; its body only if
/// it must contain a text, until the text has come, or up to [HttpAnswer#BODY_LIMIT].
final class HttpCheck implements Talk {
    private final HealthConfig.Http config;
    private final byte @Nullable [] text;
    private final @Nullable Handshake handshake;

    HttpCheck(HealthConfig.Http config) {
        this.config = config;
        String body = config.expect().body();
        this.text = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
        this.handshake = config.tls() == null ? null : new Handshake(config.tls());
    }

    @Override
    public HealthConfig.Http config() {
        return config;
    }

    @Override
    public @Nullable String talk(Wire wire) throws IOException {
        String refusal = handshake == null ? null : handshake.secure(wire);
        if (refusal != null) return refusal;
        wire.send(request(wire.target()));
        HttpAnswer answer = new HttpAnswer(wire, config.method().equals("HEAD"));
        answer.readHead();
        HealthConfig.Expect expect = config.expect();
        if (expect.status().stream().noneMatch(range -> range.contains(answer.status())))
            return "status " + answer.status() + ", expected " + ranges();
        for (Map.Entry<String, String> wanted : expect.headers().entrySet())
            if (!answer.has(wanted.getKey(), wanted.getValue()))
                return "no header " + wanted.getKey() + ": " + wanted.getValue();
        if (text == null || answer.bodyContains(text)) return null;
        return "body does not contain \"" + expect.body() + "\"";
    }

    private byte[] request(InetSocketAddress target) {
        StringBuilder head = new StringBuilder(160);
        head.append(config.method()).append(' ').append(config.path()).append(" HTTP/1.1\r\n");
        String host = config.host();
        line(head, "Host", host == null ? authority(target) : host);
        line(head, "User-Agent", "galley-health");
        line(head, "Connection", "close");
        config.headers().forEach((name, value) -> line(head, name, value));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private static String authority(InetSocketAddress target) {
        String host = target.getHostString();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + target.getPort();
    }

    private String ranges() {
        return config.expect().status().stream()
                .map(r -> r.first() == r.last() ? "" + r.first() : r.first() + "-" + r.last())
                .collect(Collectors.joining(", "));
    }
}
