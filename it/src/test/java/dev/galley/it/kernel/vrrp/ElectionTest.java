// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.vrrp;

import static dev.galley.reach.kernel.vrrp.Role.ACTIVE;
import static dev.galley.reach.kernel.vrrp.Role.BACKUP;
import static dev.galley.reach.kernel.vrrp.Role.INITIALIZE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two machines of Galley's on a real network, and a third one that asks for their address.
@NeedsNetwork
class ElectionTest {
    private static final String FOUR = "10.0.0.100", SIX = "fd00::100";

    private final Lan lan = new Lan();
    private final Host one = lan.host(1), two = lan.host(2), client = lan.host(9);

    @AfterEach
    void end() {
        lan.close();
    }

    private static String group(String address, int priority) {
        return group(address, 51, priority, "");
    }

    private static String group(String address, int id, int priority, String more) {
        int bits = address.contains(":") ? 64 : 24;
        return "{address: \"%s/%d\", interface: eth0, router-id: %d, priority: %d, advert: 100ms%s}"
                .formatted(address, bits, id, priority, more);
    }

    @ParameterizedTest
    @ValueSource(strings = {FOUR, SIX})
    void theHigherPriorityTakesTheAddressFromTheLowerOneAndNoProbeIsLost(String address) {
        try (Router lower = new Router(two, group(address, 100))) {
            lower.await(address, ACTIVE);
            assertThat(two.has(address)).isTrue();
            try (Ping ping = new Ping(client, address);
                    Router higher = new Router(one, group(address, 150))) {
                higher.await(address, ACTIVE);
                lower.await(address, BACKUP);
                Router.soon(() -> !two.has(address));
                assertThat(one.has(address)).isTrue();
                ping.more(100);
                assertThat(ping.lost()).isZero();
            }
            assertThat(lower.told)
                    .anyMatch(told -> told.contains("has priority 150, this one 100"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {FOUR, SIX})
    void handingOverLosesNoProbe(String address) {
        try (Router higher = new Router(one, group(address, 150));
                Router lower = new Router(two, group(address, 100))) {
            higher.await(address, ACTIVE);
            lower.await(address, BACKUP);
            try (Ping ping = new Ping(client, address)) {
                higher.handOver();
                assertThat(lower.role(address)).isEqualTo(ACTIVE);
                assertThat(one.has(address)).isFalse();
                ping.more(100);
                assertThat(ping.lost()).isZero();
            }
            assertThat(lower.told.getLast()).contains("hands over");
        }
    }

    @Test
    void withoutPreemptionTheOneThatIsActiveStays() {
        try (Router lower = new Router(two, group(FOUR, 51, 100, ""))) {
            lower.await(FOUR, ACTIVE);
            String patient = group(FOUR, 51, 150, ", preempt: false");
            try (Router higher = new Router(one, patient)) {
                Router.soon(() -> higher.status(FOUR).received() > 10);
                assertThat(higher.role(FOUR)).isEqualTo(BACKUP);
                assertThat(higher.status(FOUR).active()).isEqualTo("10.0.0.2");
                assertThat(lower.role(FOUR)).isEqualTo(ACTIVE);
            }
        }
    }

    @Test
    void theAddressLivesForSecondsOnlySoThatAProcessThatIsKilledKeepsItNot() {
        String both =
                group(FOUR, 51, 150, "")
                        .replace("\"10", "[\"10")
                        .replace("24\"", "24\", \"fd00::100/64\"]");
        try (Router router = new Router(one, both)) {
            router.await(FOUR, ACTIVE);
            assertThat(one.ip("address show to " + FOUR)).containsPattern("valid_lft [123]sec");
            assertThat(one.ip("address show to " + SIX))
                    .containsPattern("deprecated")
                    .containsPattern("valid_lft [123]sec preferred_lft 0sec");
        }
    }

    @Test
    void eachIsTheOthersStandbyByOneConfiguration() {
        String[] first = {group(FOUR, 51, 150, ""), group("10.0.0.101", 52, 100, "")};
        String[] second = {group(FOUR, 51, 100, ""), group("10.0.0.101", 52, 150, "")};
        try (Router a = new Router(one, first);
                Router b = new Router(two, second)) {
            a.await(FOUR, ACTIVE);
            b.await("10.0.0.101", ACTIVE);
            Router.soon(() -> one.has(FOUR) && !two.has(FOUR));
            Router.soon(() -> two.has("10.0.0.101") && !one.has("10.0.0.101"));
            one.unplug();
            b.await(FOUR, ACTIVE);
            assertThat(two.has(FOUR) && two.has("10.0.0.101")).isTrue();
        }
    }

    @Test
    void addressesOfOneGroupMoveTogetherAlsoOnAnotherInterface() {
        for (Host host : new Host[] {one, two}) {
            host.ip("link add inside type veth peer name within");
            host.ip("link set inside up");
            host.ip("link set within up");
        }
        String addresses =
                "{address: [10.0.0.100/24, \"fd00::100/64\","
                        + " {address: 192.168.7.1/24, interface: inside}],"
                        + " interface: eth0, router-id: 51, advert: 100ms, priority: %d}";
        try (Router higher = new Router(one, addresses.formatted(150));
                Router lower = new Router(two, addresses.formatted(100))) {
            higher.await(FOUR, ACTIVE);
            Router.soon(() -> one.has(FOUR) && one.has(SIX) && one.has("192.168.7.1"));
            higher.handOver();
            Router.soon(() -> two.has(FOUR) && two.has(SIX) && two.has("192.168.7.1"));
            assertThat(one.has(FOUR) || one.has(SIX) || one.has("192.168.7.1")).isFalse();
            assertThat(lower.told.getLast()).contains("hands over");
        }
    }

    @Test
    void whoLosesItsLinkGivesTheAddressBackAndWhoRegainsItTakesPartAgain() {
        try (Router higher = new Router(one, group(FOUR, 150));
                Router lower = new Router(two, group(FOUR, 100))) {
            higher.await(FOUR, ACTIVE);
            one.unplug();
            higher.await(FOUR, INITIALIZE);
            assertThat(higher.told.getLast()).endsWith("the link of eth0 is down");
            assertThat(one.has(FOUR)).isFalse();
            lower.await(FOUR, ACTIVE);
            one.plug();
            higher.await(FOUR, ACTIVE);
            lower.await(FOUR, BACKUP);
        }
    }

    @Test
    void aNetworkThatWasCutInTwoHealsAsSoonAsAdvertsPassAgain() {
        try (Router higher = new Router(one, group(FOUR, 150));
                Router lower = new Router(two, group(FOUR, 100))) {
            higher.await(FOUR, ACTIVE);
            lower.await(FOUR, BACKUP);
            one.apart(true);
            two.apart(true);
            lower.await(FOUR, ACTIVE);
            assertThat(higher.role(FOUR)).isEqualTo(ACTIVE);
            one.apart(false);
            two.apart(false);
            lower.await(FOUR, BACKUP);
            Router.soon(() -> !two.has(FOUR));
            assertThat(higher.role(FOUR)).isEqualTo(ACTIVE);
            try (Ping ping = new Ping(client, FOUR)) {
                ping.more(100);
                assertThat(ping.lost()).isZero();
            }
        }
    }

    @Test
    void anAddressThatIsConfiguredForGoodIsLeftAlone() {
        one.ip("address add 10.0.0.100/24 dev eth0");
        try (Router router = new Router(one, group(FOUR, 150))) {
            router.await(FOUR, ACTIVE);
            assertThat(router.told)
                    .anyMatch(line -> line.contains("is configured on this machine for good"));
            router.handOver();
            assertThat(one.ip("address show to " + FOUR)).contains("valid_lft forever");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {FOUR, SIX})
    void peersThatAreNamedAreSpokenToWithoutMulticast(String address) {
        String net = address.equals(FOUR) ? "10.0.0." : "fd00::";
        String first = group(address, 51, 150, ", peers: [\"" + net + "2\"]");
        String second = group(address, 51, 100, ", peers: [\"" + net + "1\"]");
        try (Router higher = new Router(one, first);
                Router lower = new Router(two, second);
                Router stranger = new Router(client, group(address, 200))) {
            higher.await(address, ACTIVE);
            Router.soon(() -> lower.status(address).received() > 3);
            assertThat(lower.role(address)).isEqualTo(BACKUP);
            stranger.await(address, ACTIVE);
            Router.soon(() -> !higher.status(address).refused().isEmpty());
            assertThat(higher.role(address)).isEqualTo(ACTIVE);
        }
    }

    @Test
    void aLoweredPriorityLosesTheAddressAndARestoredOneTakesItBack() {
        String mine = group(FOUR, 150);
        try (Router higher = new Router(one, mine);
                Router lower = new Router(two, group(FOUR, 100))) {
            higher.await(FOUR, ACTIVE);
            lower.await(FOUR, BACKUP);
            higher.lower(mine, 60);
            lower.await(FOUR, ACTIVE);
            higher.await(FOUR, BACKUP);
            assertThat(higher.status(FOUR).priority()).isEqualTo(90);
            higher.lower(mine, 0);
            higher.await(FOUR, ACTIVE);
        }
    }

    @Test
    void otherSettingsAreTakenWithoutLosingTheAddress() {
        try (Router router = new Router(one, group(FOUR, 150))) {
            router.await(FOUR, ACTIVE);
            String two =
                    group(FOUR, 120).replace("\"10.0.0.100/24\"", "[10.0.0.100/24, 10.0.0.101/24]");
            router.apply(two);
            Router.soon(() -> one.has("10.0.0.101") && router.status(FOUR).priority() == 120);
            assertThat(one.has(FOUR)).isTrue();
            router.apply(group(FOUR, 120));
            Router.soon(() -> !one.has("10.0.0.101"));
            assertThat(router.told).filteredOn(line -> line.contains(" ACTIVE")).hasSize(1);
            router.apply();
            Router.soon(() -> !one.has(FOUR));
        }
    }
}
