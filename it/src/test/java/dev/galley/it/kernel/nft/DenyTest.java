// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.nft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The deny list, from the admin API to the packets.
@NeedsNftables
class DenyTest {
    /// Three seconds or more of an hour are over.
    private static final Pattern LATER = Pattern.compile("\"secondsLeft\" : 35(9[0-7]|[0-8]\\d)");

    @TempDir private static Path folder;
    private static Street street;
    private static Galley galley;

    private final Client client = new Client(street.client, Street.CLIENT, Street.SERVER, 8001);
    private final Client client6 = new Client(street.client, Street.CLIENT6, Street.SERVER6, 8001);

    @BeforeAll
    static void start() {
        street = new Street();
        galley =
                new Galley(
                        street.server,
                        folder,
                        9900,
                        Galley.answering(
                                "bind: \"[::]:8001\", flood: {deny: true}", "bind: \":8002\""));
        assertThat(galley.told()).contains("admin");
    }

    @AfterAll
    static void stop() {
        galley.close();
        street.close();
    }

    @AfterEach
    void allowAll() {
        for (String source :
                List.of(
                        Street.CLIENT,
                        Street.CLIENT6,
                        "10.98.1.0%2F24",
                        "10.0.0.0%2F8",
                        "fd98::%2F16")) galley.ask("DELETE", "/v1/deny/" + source, "");
    }

    @Test
    void anAddressIsDeniedWithItsOpenConnectionsUntilItIsAllowed() throws IOException {
        try (Socket open = client.openAll(1).getFirst()) {
            assertThat(galley.deny(0, Street.CLIENT)).contains("\"changed\" : 1");
            assertThat(client.served()).isFalse();
            assertThat(client.stillServed(open)).isFalse();
            assertThat(client.from("10.98.1.3").served()).isTrue();
            assertThat(client6.served()).isTrue();
            assertThat(galley.ask("DELETE", "/v1/deny/" + Street.CLIENT, ""))
                    .contains("\"changed\" : 1");
            assertThat(client.served()).isTrue();
        }
        assertThat(galley.metric("dropped_packets_total", "rule=\"deny\"")).isPositive();
    }

    @Test
    void onlyListenersThatAskForItDeny() {
        galley.deny(0, Street.CLIENT);
        assertThat(new Client(street.client, Street.CLIENT, Street.SERVER, 8002).served()).isTrue();
    }

    @Test
    void anAddressOfIPv6IsDenied() {
        galley.deny(0, Street.CLIENT6);
        assertThat(client6.served()).isFalse();
        assertThat(client6.from("fd98:1::3").served()).isTrue();
    }

    @Test
    void rangesMayLieWithinEachOther() {
        galley.deny(0, "10.0.0.0/8", "10.98.1.77/24", "fd98::/16");
        assertThat(client.served()).isFalse();
        assertThat(client6.served()).isFalse();
        galley.ask("DELETE", "/v1/deny/10.0.0.0%2F8", "");
        assertThat(client.served()).isFalse();
        galley.ask("DELETE", "/v1/deny/10.98.1.0%2F24", "");
        assertThat(client.served()).isTrue();
    }

    @Test
    void whatIsDeniedForATimeIsAllowedAfterIt() {
        galley.deny(5, Street.CLIENT);
        assertThat(galley.ask("GET", "/v1/deny", "")).contains(Street.CLIENT, "secondsLeft");
        assertThat(client.served()).isFalse();
        Soon.until(() -> client.served());
        assertThat(galley.ask("GET", "/v1/deny", "")).doesNotContain(Street.CLIENT);
    }

    @Test
    void whoIsDeniedAgainIsDeniedForTheNewTime() {
        galley.deny(3600, Street.CLIENT);
        galley.deny(1, Street.CLIENT);
        Soon.until(() -> client.served());
        galley.deny(1, Street.CLIENT);
        galley.deny(3600, Street.CLIENT);
        Soon.until(() -> LATER.matcher(galley.ask("GET", "/v1/deny", "")).find());
        assertThat(client.served()).isFalse();
    }

    @Test
    void aHundredThousandAreDeniedAtOnceAndNotOneMore() {
        String[] many =
                Stream.concat(
                                Stream.of(Street.CLIENT, Street.CLIENT6),
                                IntStream.range(0, 99_998).mapToObj(DenyTest::source))
                        .toArray(String[]::new);
        assertThat(galley.deny(3600, many)).contains("\"size\" : 100000");
        assertThat(client.served()).isFalse();
        assertThat(client6.served()).isFalse();
        assertThat(client.from("10.98.1.3").served()).isTrue();
        assertThat(galley.deny(0, "192.0.2.1")).contains(" 422 ", "the deny list takes 100,000");
        assertThat(galley.deny(1, many)).contains("\"changed\" : 100000");
        Soon.until(() -> client.served() && client6.served());
    }

    private static String source(int i) {
        return i % 2 == 0
                ? "20.%d.%d.7".formatted(i >> 8 & 255, i & 255) + (i > 65535 ? "1" : "")
                : "2001:db8:%x::%x".formatted(i >> 8, i & 255);
    }

    @Test
    void whatIsNoSourceIsRefused() {
        assertThat(galley.deny(0, "me")).contains(" 422 ", "\\\"me\\\" is no address or range");
        assertThat(galley.deny(0, "0.0.0.0/0")).contains(" 422 ", "is everybody");
    }
}
