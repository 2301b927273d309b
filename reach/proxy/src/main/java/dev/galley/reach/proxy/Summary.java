// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.AccessLogConfig;
import dev.galley.pool.Member;
import org.jspecify.annotations.Nullable;

/// What is counted and logged of an exchange. Belongs to it.
final class Summary {
    int status;
    long bytesIn;
    long bytesOut;
    int tries;
    @Nullable Member member;
    private long started;
    private String problem = "";
    private final Excerpt excerpt = new Excerpt();

    void begin(Site site, @Nullable RequestHead request, long now) {
        status = 0;
        bytesIn = bytesOut = 0;
        tries = 0;
        member = null;
        started = now;
        problem = "";
        if (site.log != null) excerpt.take(request);
    }

    /// When the request's head was there, by `System.nanoTime()`.
    long started() {
        return started;
    }

    /// Why the request was refused, in words.
    void problem(String why) {
        problem = why;
    }

    void end(Client client, Site site, @Nullable Route route, Termination how, long now) {
        int loop = client.worker.loop.index();
        long nanos = now - started;
        client.proxy.traffic().record(loop, status, bytesIn, bytesOut, nanos);
        if (route != null) route.traffic.record(loop, status, bytesIn, bytesOut, nanos);
        if (member != null) member.traffic().record(loop, status, bytesIn, bytesOut, nanos);
        client.proxy.tally(client).ended(how);
        if (site.log != null) log(site.log, client, route, how, nanos);
    }

    private void log(
            AccessLog log, Client client, @Nullable Route route, Termination how, long nanos) {
        HeadWriter out = client.worker.out.reset();
        String pool = route == null || route.pool == null ? "" : route.pool.name();
        String to = member == null ? "" : member.name();
        String source = client.source().getAddress().getHostAddress();
        if (log.format() == AccessLogConfig.Format.JSON) {
            LogLine line = new LogLine(out).time().text("client", source);
            excerpt.json(line);
            line.number("status", status).number("bytes_in", bytesIn).number("bytes_out", bytesOut);
            line.seconds(nanos).text("pool", pool).text("member", to).number("tries", tries);
            line.text("termination", how.code()).text("problem", problem).end();
        } else {
            out.put(source).put(" - - [").put(AccessLog.clock()).put("] ");
            excerpt.request(out);
            out.put(' ').number(status).put(' ').number(bytesOut).put(' ');
            excerpt.agent(out);
            out.put(' ').put(to.isEmpty() ? "-" : to).put(' ').number(nanos / 1000).put("us ");
            out.put(how.code()).put('\n');
        }
        log.write(out.bytes());
    }
}
