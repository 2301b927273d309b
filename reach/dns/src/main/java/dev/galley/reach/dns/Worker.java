// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import dev.galley.net.Loop;
import dev.galley.pool.MemberState;
import dev.galley.pool.Traffic;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// What a listener has on one loop: answers queries and counts them. The loop's thread writes, any
/// thread reads the counts.
final class Worker {
    final Loop loop;
    private final DnsServer server;
    private final Responder responder;
    private final Map<End, AtomicLong> ends = new EnumMap<>(End.class);

    Worker(DnsServer server, Loop loop, SplittableRandom random) {
        this.server = server;
        this.loop = loop;
        this.responder = new Responder(loop.writer(), random);
        for (End end : End.values()) ends.put(end, new AtomicLong());
    }

    /// Answers a query; the answer is good until the next one.
    ///
    /// @param address of the client
    /// @param began when the query was read, by `System.nanoTime()`
    Answer answer(
            byte[] message,
            int length,
            InetAddress client,
            byte[] address,
            boolean udp,
            long began) {
        Site site = server.site();
        End end = responder.answer(site, message, length, client, address, udp, began);
        count(end, length, responder.answer.length, System.nanoTime() - began);
        return responder.answer;
    }

    /// An answer that could not be sent.
    void ignored() {
        ended(End.IGNORED);
    }

    long ends(End end) {
        return of(end).getOpaque();
    }

    private void count(End end, int in, int out, long nanos) {
        ended(end);
        int writer = loop.writer();
        server.traffic().record(writer, end.status(), in, out, nanos);
        Service service = responder.service;
        if (service == null) return;
        service.traffic.record(writer, end.status(), in, out, nanos);
        Chosen chosen = responder.services.chosen;
        for (int i = 0; i < chosen.count; i++) count(chosen.states[i], writer, in, out, nanos);
    }

    private static void count(MemberState state, int writer, int in, int out, long nanos) {
        Traffic traffic = state.member().traffic();
        traffic.record(writer, End.NOERROR.status(), in, out, nanos);
    }

    private void ended(End end) {
        AtomicLong count = of(end);
        count.setOpaque(count.getPlain() + 1);
    }

    private AtomicLong of(End end) {
        return Objects.requireNonNull(ends.get(end));
    }
}
