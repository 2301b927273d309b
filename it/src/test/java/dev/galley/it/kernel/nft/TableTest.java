// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.nft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The table is ours, and goes when we go; those of others are not touched.
@NeedsNftables
class TableTest {
    private static final String LIMITED = "bind: \":8001\", flood: {connections-per-source: 1}";
    private static final String FOREIGN =
            "add table inet foreign;"
                    + " add chain inet foreign c { type filter hook input priority 0; };"
                    + " add rule inet foreign c tcp dport 9 drop";

    @TempDir private Path folder;
    private final Street street = new Street();

    @BeforeEach
    void othersHaveRules() {
        street.server.exec("nft", FOREIGN);
    }

    @AfterEach
    void close() {
        street.close();
    }

    private String tables() {
        return street.server.exec("nft", "list", "tables");
    }

    private String foreign() {
        return street.server.exec("nft", "list", "table", "inet", "foreign");
    }

    @Test
    void theTableGoesWithTheProcessHoweverItEnds() {
        String before = foreign();
        try (Galley galley = new Galley(street.server, folder, 9900, Galley.answering(LIMITED));
                Galley second =
                        new Galley(
                                street.server,
                                folder,
                                9901,
                                Galley.answering("bind: \":8002\", flood: {deny: true}"))) {
            assertThat(tables()).contains(galley.table(), second.table());
            galley.stop();
            assertThat(tables()).doesNotContain(galley.table()).contains(second.table());
            second.kill();
            Soon.until(() -> !tables().contains("galley"));
        }
        assertThat(foreign()).isEqualTo(before);
    }

    @Test
    void nobodyElseRemovesIt() {
        try (Galley galley = new Galley(street.server, folder, 9900, Galley.answering(LIMITED))) {
            street.server.exec("nft", "flush", "ruleset");
            assertThat(tables()).contains(galley.table()).doesNotContain("foreign");
        }
    }

    @Test
    void aReloadKeepsWhatHasNotChangedAndRemovesWhatIsAskedNoMore() throws IOException {
        Client client = new Client(street.client, Street.CLIENT, Street.SERVER, 8001);
        Client second = new Client(street.client, Street.CLIENT, Street.SERVER, 8002);
        try (Galley galley =
                new Galley(
                        street.server,
                        folder,
                        9900,
                        Galley.answering(LIMITED, "bind: \":8002\""))) {
            try (Socket open = client.openAll(5).getFirst()) {
                galley.reload(
                        Galley.answering(
                                LIMITED,
                                "bind: \":8002\", flood: {rate-per-source: 1/h, deny: true}"));
                assertThat(client.served()).as("the first still counts").isFalse();
                assertThat(client.stillServed(open)).isTrue();
            }
            assertThat(second.served()).isTrue();
            assertThat(second.served()).isFalse();
            assertThat(galley.reload(Galley.answering(LIMITED, "bind: \":8002\"")))
                    .contains(" 200 ");
            assertThat(second.served()).isTrue();
            assertThat(tables()).contains(galley.table());
            galley.reload(Galley.answering("bind: \":8001\"", "bind: \":8002\""));
            assertThat(tables()).doesNotContain("galley");
        }
    }

    @Test
    void whereNobodyAsksThereIsNoTableAndNobodyIsDenied() {
        try (Galley galley =
                new Galley(street.server, folder, 9900, Galley.answering("bind: \":8001\""))) {
            assertThat(tables()).doesNotContain("galley");
            assertThat(galley.deny(0, "192.0.2.1"))
                    .contains(" 409 ", "no listener has flood: {deny: true}");
        }
    }

    @Test
    void cookiesThatTheKernelDoesNotGiveAreNoStart() {
        street.server.sysctl("net.ipv4.tcp_syncookies", 0);
        try (Galley galley =
                new Galley(
                        street.server,
                        folder,
                        9900,
                        Galley.answering("bind: \":8001\", flood: cookies"))) {
            assertThat(galley.told())
                    .contains("flood of listener :8001: syn: cookies needs those of the kernel")
                    .contains("sysctl -w net.ipv4.tcp_syncookies=1");
        }
    }
}
