// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.nft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SYNs from forged sources, while honest clients connect.
@NeedsNftables
class FloodTest {
    private static final int BARE = 8001, PROXY = 8002, COOKIES = 8003, HONEST = 100;

    @TempDir private static Path folder;
    private static Street street;
    private static long before;
    private static Galley galley;

    @BeforeAll
    static void start() {
        street = new Street();
        // Else it keeps a part of its queue for those whom it remembers (tcp_peer_is_proven).
        street.server.sysctl("net.ipv4.tcp_no_metrics_save", 1);
        galley =
                new Galley(
                        street.server,
                        folder,
                        9900,
                        Galley.answering(
                                "bind: \":8001\"",
                                "bind: \":8002\", flood: proxy",
                                "bind: \":8003\", flood: cookies"));
        assertThat(galley.told()).contains("admin");
    }

    @AfterAll
    static void stop() {
        galley.close();
        street.close();
    }

    /// 5000 SYNs a second, for 60 s at the most.
    private static Process flood(int port) throws IOException {
        return new ProcessBuilder(
                        street.other.command(
                                "timeout",
                                "60",
                                "hping3",
                                "-q",
                                "-S",
                                "--rand-source",
                                "-i",
                                "u200",
                                "-p",
                                "" + port,
                                Street.SERVER))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// How many honest clients are served, ten at a time; each gives up after a time, within which
    /// a SYN that was lost is sent again.
    private static long honest(int port, int clients, int millis) throws IOException {
        Client client = new Client(street.client, Street.CLIENT, Street.SERVER, port);
        before += received();
        Process flood = flood(port);
        try {
            Soon.until(() -> received() > 2000);
            Semaphore places = new Semaphore(10);
            AtomicInteger served = new AtomicInteger();
            try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < clients; i++) {
                    places.acquireUninterruptibly();
                    all.execute(() -> {
                        if (client.served(millis)) served.incrementAndGet();
                        places.release();
                    });
                }
            }
            assertThat(flood.isAlive()).as("the flood lasted").isTrue();
            return served.get();
        } finally {
            flood.descendants().forEach(ProcessHandle::destroyForcibly);
            flood.destroyForcibly().onExit().join();
        }
    }

    /// Packets from where the flood comes from, since the last look.
    private static long received() {
        String count = street.server.exec("cat", "/sys/class/net/nf-far/statistics/rx_packets");
        return Long.parseLong(count.strip()) - before;
    }

    @Test
    void withoutProtectionHonestClientsFail() throws IOException {
        unprotected();
        assertThat(honest(BARE, 20, 3000)).isLessThan(10);
    }

    /// The kernel's own cookies are off, so that its queue is all there is.
    private static void unprotected() {
        street.server.sysctl("net.ipv4.tcp_syncookies", 0);
        street.server.sysctl("net.ipv4.tcp_max_syn_backlog", 128);
    }

    @Test
    void behindSynproxyTheyAreServed() throws IOException {
        unprotected();
        assertThat(honest(PROXY, HONEST, 10_000)).isGreaterThanOrEqualTo(99 * HONEST / 100);
        assertThat(galley.metric("challenged_syns_total", ":" + PROXY))
                .isGreaterThan(10 * galley.metric("proxied_connections_total", ":" + PROXY));
    }

    @Test
    void byCookiesTheyAreServed() throws IOException {
        street.server.sysctl("net.ipv4.tcp_syncookies", 1);
        street.server.sysctl("net.ipv4.tcp_max_syn_backlog", 128);
        assertThat(honest(COOKIES, HONEST, 10_000)).isGreaterThanOrEqualTo(99 * HONEST / 100);
    }
}
