// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.galley.reach.kernel.Destination;
import dev.galley.reach.kernel.Forwarding;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest {
    static Destination member(int number, int weight) {
        var at = new InetSocketAddress(InetAddress.ofLiteral("10.0.0." + number), 80);
        return new Destination(at, Forwarding.NAT, weight, 0);
    }

    private static String order(List<Destination> slots) {
        StringBuilder order = new StringBuilder();
        for (Destination d : slots) order.append(d.address().getAddress().getAddress()[3]);
        return order.toString();
    }

    @Test
    void inTurnsEachIsThereOnceButThoseWithoutWeight() {
        assertThat(order(Slots.even(List.of(member(1, 5), member(2, 0), member(3, 1)))))
                .isEqualTo("13");
    }

    @Test
    void byWeightTheyAreSpreadOut() {
        assertThat(order(Slots.weighted(List.of(member(1, 50), member(2, 10), member(3, 10)))))
                .isEqualTo("1121311");
        assertThat(Slots.weighted(List.of(member(1, 0)))).isEmpty();
    }

    @Test
    void greatWeightsThatHaveNothingInCommonStayFewSlots() {
        List<Destination> slots = Slots.weighted(List.of(member(1, 9973), member(2, 4987)));
        assertThat(slots.size()).isBetween(1000, 1030);
        long first = slots.stream().filter(d -> d.weight() == 9973).count();
        assertThat((double) first / slots.size()).isCloseTo(2.0 / 3, within(0.01));
    }

    @Test
    void aHashGivesSharesByWeight() {
        List<Destination> slots = Slots.hashed(List.of(member(1, 1), member(2, 3)));
        assertThat(slots).hasSize(Slots.HASHED);
        long second = slots.stream().filter(d -> d.weight() == 3).count();
        assertThat((double) second / Slots.HASHED).isCloseTo(0.75, within(0.05));
    }

    @Test
    void whoGoesMovesNobodyElsesSlots() {
        List<Destination> all = new ArrayList<>();
        for (int i = 1; i <= 8; i++) all.add(member(i, i));
        List<Destination> before = Slots.hashed(all);
        Destination gone = all.remove(3);
        List<Destination> after = Slots.hashed(all);
        for (int i = 0; i < before.size(); i++)
            if (!before.get(i).equals(gone)) assertThat(after.get(i)).isEqualTo(before.get(i));
        assertThat(after).doesNotContain(gone);
    }
}
