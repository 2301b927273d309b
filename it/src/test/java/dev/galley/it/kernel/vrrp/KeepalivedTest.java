// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.vrrp;

import static dev.galley.reach.kernel.vrrp.Role.ACTIVE;
import static dev.galley.reach.kernel.vrrp.Role.BACKUP;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Galley and keepalived, the other open implementation of VRRP version 3, as each other's standby.
@NeedsNetwork
class KeepalivedTest {
    private final Lan lan = new Lan();
    private final Host galley = lan.host(1), peer = lan.host(2), client = lan.host(9);
    @TempDir private Path folder;

    @AfterEach
    void end() {
        lan.close();
    }

    private static String group(String addresses, int priority) {
        return ("{address: %s, interface: eth0, router-id: 51, priority: %d, advert: 100ms,"
                        + " checksum: rfc5798}")
                .formatted(addresses, priority);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    10.0.0.100/24 | 10.0.0.100 | 10.0.0.100/24
                    ["fe80::64/64", "fd00::100/64"] | fd00::100 | fe80::64/64 fd00::100/64
                    """)
    void galleyIsActiveAndHandsOverToKeepalivedWithoutALostProbe(
            String mine, String address, String theirs) throws IOException {
        String group = mine.startsWith("[") ? "fe80::64" : address;
        try (Router router = new Router(galley, group(mine, 150));
                var _ = new Keepalived(folder, peer, 100, String.join("\n", theirs.split(" ")))) {
            router.await(group, ACTIVE);
            Router.soon(() -> galley.has(address) && !peer.has(address));
            try (Ping ping = new Ping(client, address)) {
                router.handOver();
                Router.soon(() -> peer.has(address) && !galley.has(address));
                ping.more(100);
                assertThat(ping.lost()).isZero();
            }
            router.apply(group(mine, 150));
            router.await(group, ACTIVE);
            Router.soon(() -> galley.has(address) && !peer.has(address));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    10.0.0.100/24 | 10.0.0.100 | 10.0.0.100/24
                    ["fe80::64/64", "fd00::100/64"] | fd00::100 | fe80::64/64 fd00::100/64
                    """)
    void keepalivedIsMasterAndGalleyStandsByUntilItLeaves(
            String mine, String address, String theirs) throws IOException {
        String group = mine.startsWith("[") ? "fe80::64" : address;
        try (Router router = new Router(galley, group(mine, 100))) {
            try (var _ = new Keepalived(folder, peer, 150, String.join("\n", theirs.split(" ")))) {
                Router.soon(() -> peer.has(address) && !galley.has(address));
                Router.soon(() -> router.status(group).received() > 5);
                assertThat(router.role(group)).isEqualTo(BACKUP);
                assertThat(router.status(group).refused()).isEmpty();
            }
            router.await(group, ACTIVE);
            Router.soon(() -> galley.has(address) && !peer.has(address));
            assertThat(router.told.getLast()).contains("hands over");
        }
    }

    @Test
    void betweenEqualPrioritiesBothTakeTheHigherAddressForTheWinner() throws IOException {
        try (Router router = new Router(galley, group("10.0.0.100/24", 100));
                var _ = new Keepalived(folder, peer, 100, "10.0.0.100/24")) {
            Router.soon(() -> peer.has("10.0.0.100") || galley.has("10.0.0.100"));
            galley.apart(true);
            peer.apart(true);
            Router.soon(() -> peer.has("10.0.0.100") && galley.has("10.0.0.100"));
            galley.apart(false);
            peer.apart(false);
            router.await("10.0.0.100", BACKUP);
            Router.soon(() -> peer.has("10.0.0.100") && !galley.has("10.0.0.100"));
        }
    }

    @Test
    void galleyTakesOverWhenKeepalivedsMachineDies() throws IOException {
        try (Router router = new Router(galley, group("10.0.0.100/24", 100));
                var _ = new Keepalived(folder, peer, 150, "10.0.0.100/24")) {
            Router.soon(() -> peer.has("10.0.0.100"));
            Router.soon(() -> router.status("10.0.0.100").received() > 2);
            peer.unplug();
            router.await("10.0.0.100", ACTIVE);
            peer.plug();
            router.await("10.0.0.100", BACKUP);
            Router.soon(() -> peer.has("10.0.0.100") && !galley.has("10.0.0.100"));
        }
    }
}
