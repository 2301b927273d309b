// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.config.HashKey;
import dev.galley.config.Limits;
import dev.galley.net.Origin;
import dev.galley.pool.Ask;
import dev.galley.pool.Pool;
import dev.galley.reach.proxy.Keys;
import dev.galley.web.Question;
import dev.galley.web.Refused;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// A request that is only asked about.
final class Inquiry {
    private static final InetSocketAddress UNKNOWN = new InetSocketAddress(0);

    private Inquiry() {}

    /// @throws Refused 400 if the pool's policy hashes what the question does not tell, or it is no
    ///   request that the proxy would take
    static Ask of(Pool pool, Question question, Limits limits) throws Refused {
        try {
            Origin origin = new Origin(source(pool.hashKey(), question), UNKNOWN, null);
            return Keys.ask(pool, origin, head(question), limits);
        } catch (IllegalArgumentException e) {
            throw new Refused(400, "no such request: " + e.getMessage());
        }
    }

    private static String head(Question question) {
        StringBuilder head = new StringBuilder("GET " + question.url() + " HTTP/1.1\r\n");
        if (question.headers().keySet().stream().noneMatch("host"::equalsIgnoreCase))
            head.append("Host: localhost\r\n");
        question.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString();
    }

    private static InetSocketAddress source(@Nullable HashKey key, Question question)
            throws Refused {
        boolean port = key instanceof HashKey.SourcePort;
        String source = question.source();
        if (source.isEmpty()) {
            if (port || key instanceof HashKey.Source)
                throw new Refused(
                        400, "the pool's policy hashes the client's address: tell its source");
            return UNKNOWN;
        }
        int colon = port ? source.lastIndexOf(':') : -1;
        if (port && colon < 0)
            throw new Refused(400, "the pool's policy hashes the client's port: add it to source");
        String host = colon < 0 ? source : source.substring(0, colon);
        return new InetSocketAddress(
                InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")),
                colon < 0 ? 0 : Integer.parseInt(source.substring(colon + 1)));
    }
}
