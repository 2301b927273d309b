// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.nft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What one source may do, by each way against SYN floods.
@NeedsNftables
class LimitTest {
    private static final int OFF = 8001, PROXY = 8002, RATE_OFF = 8003, RATE_PROXY = 8004;
    private static final int RATE_COOKIES = 8005, EXEMPT = 8006;

    @TempDir private static Path folder;
    private static Street street;
    private static Galley galley;

    @BeforeAll
    static void start() {
        street = new Street();
        galley =
                new Galley(
                        street.server,
                        folder,
                        9900,
                        Galley.answering(
                                "bind: \":8001\", flood: {connections-per-source: 4}",
                                "bind: \"[::]:8002\", "
                                        + "flood: {syn: proxy, connections-per-source: 4}",
                                "bind: \":8003\", flood: {rate-per-source: 5/h}",
                                "bind: \":8004\", flood: {syn: proxy, rate-per-source: 5/h}",
                                "bind: \":8005\", flood: {syn: cookies, rate-per-source: 5/h}",
                                "bind: \":8006\", "
                                        + "flood: {rate-per-source: 1/h, exempt: [10.98.1.3]}"));
        assertThat(galley.told()).contains("admin");
    }

    @AfterAll
    static void stop() {
        galley.close();
        street.close();
    }

    private static Client client(int port) {
        return new Client(street.client, Street.CLIENT, Street.SERVER, port);
    }

    @ParameterizedTest
    @ValueSource(ints = {OFF, PROXY})
    void aSourceHasAsManyConnectionsAsItMayAndAnotherOneItsOwn(int port) throws IOException {
        List<Socket> open = client(port).openAll(10);
        List<Socket> others = client(port).from("10.98.1.4").openAll(10);
        assertThat(open).hasSize(4);
        assertThat(others).hasSize(4);
        open.removeFirst().close();
        Soon.until(() -> client(port).served());
        for (Socket socket : open) assertThat(client(port).stillServed(socket)).isTrue();
        for (Socket socket : open) socket.close();
        for (Socket socket : others) socket.close();
        assertThat(galley.metric("dropped_packets_total", ":" + port + "\",rule=\"connections"))
                .isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {RATE_OFF, RATE_PROXY, RATE_COOKIES})
    void aSourceOpensAsManyAsItsRateAllowsAndAnotherOneItsOwn(int port) throws IOException {
        List<Socket> open = client(port).openAll(10);
        assertThat(open).hasSize(5);
        for (Socket socket : open) socket.close();
        assertThat(client(port).served()).isFalse();
        assertThat(client(port).from("10.98.1.4").served()).isTrue();
        assertThat(galley.metric("dropped_packets_total", ":" + port + "\",rule=\"rate"))
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void theAddressesOfA64CountAsOneSource() throws IOException {
        Client first = new Client(street.client, Street.CLIENT6, Street.SERVER6, PROXY);
        List<Socket> open = first.openAll(3);
        List<Socket> more = first.from("fd98:1::3").openAll(10);
        assertThat(open).hasSize(3);
        assertThat(more).hasSize(1);
        Client other = new Client(street.client, "fd98:2::2", "fd98:2::1", PROXY);
        assertThat(other.served()).isTrue();
        for (Socket socket : open) socket.close();
        for (Socket socket : more) socket.close();
    }

    @Test
    void whoIsExemptIsNotLimited() throws IOException {
        List<Socket> limited = client(EXEMPT).openAll(5);
        List<Socket> exempt = client(EXEMPT).from("10.98.1.3").openAll(5);
        assertThat(limited).hasSize(1);
        assertThat(exempt).hasSize(5);
        for (Socket socket : limited) socket.close();
        for (Socket socket : exempt) socket.close();
    }
}
