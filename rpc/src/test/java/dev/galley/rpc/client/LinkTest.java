// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.wire.ClientConnection;
import dev.galley.rpc.wire.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// When a connection is made anew that did not come about.
class LinkTest {
    private static final long MILLI = 1_000_000;

    private final Wired wired = new Wired();
    private final List<ClientConnection> made = new ArrayList<>();
    private long now = 0;

    @AfterEach
    void end() {
        wired.close();
    }

    private Link link(int port) {
        Pool pool = wired.pool(port);
        Member member = pool.snapshot().members().getFirst().member();
        return new Link(1, _ -> connect(member), () -> now);
    }

    private ClientConnection connect(Member member) {
        ClientConnection one =
                ClientConnection.to(
                        member,
                        wired.loops,
                        wired.loops.all().getFirst(),
                        Terms.of("client"),
                        null,
                        Duration.ofSeconds(5));
        made.add(one);
        return one;
    }

    private static int closed() throws Exception {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void theTimeBetweenConnectionsThatFailDoublesUpToAQuarterOfASecond() throws Exception {
        Link link = link(closed());
        List<Long> begun = new ArrayList<>();
        for (; now < 1000 * MILLI; now += MILLI) {
            int before = made.size();
            ClientConnection one = link.take();
            if (!one.failed()) await().until(one::failed);
            if (made.size() > before) begun.add(now / MILLI);
        }
        assertThat(begun).startsWith(0L, 5L, 15L, 35L, 75L, 155L, 315L, 565L, 815L);
    }

    @Test
    void aConnectionThatHasServedIsMadeAnewAtOnce() throws Exception {
        Server server = wired.server(new Bytes().echo(b -> b));
        Link link = link(server.address().getPort());
        for (int i = 1; i < 5; i++) {
            ClientConnection one = link.take();
            await().until(() -> server.connections() == 1);
            assertThat(made).hasSize(i);
            one.retire();
            await().until(() -> !one.usable() && server.connections() == 0);
            assertThat(one.failed()).isFalse();
        }
    }
}
