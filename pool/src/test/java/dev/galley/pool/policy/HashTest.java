// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.HashKey;
import dev.galley.config.PolicyConfig;
import dev.galley.config.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class HashTest {
    private static final int KEYS = 100_000;
    private final PolicyConfig config = new PolicyConfig.Hash(new HashKey.Url(), null);
    private final PolicyConfig bounded = new PolicyConfig.Hash(new HashKey.Url(), new Share(1.25));

    private static String[] owners(Policy policy, Crowd crowd, List<String> names) {
        String[] owners = new String[KEYS];
        for (int key = 0; key < KEYS; key++)
            owners[key] = names.get(policy.pick(crowd, Mix.bits(key)));
        return owners;
    }

    private static String[] owners(List<String> names) {
        Policy policy = Policy.of(plain(), names, Crowd.ones(names.size()), null);
        return owners(policy, new Crowd(names.size()), names);
    }

    private static PolicyConfig plain() {
        return new PolicyConfig.Hash(new HashKey.Url(), null);
    }

    private static int moved(String[] before, String[] after) {
        int moved = 0;
        for (int key = 0; key < KEYS; key++) if (!before[key].equals(after[key])) moved++;
        return moved;
    }

    @Test
    void slotsAreSpreadWithinTwoPercent() {
        for (int n : new int[] {3, 100, 600}) {
            Maglev table = new Maglev(Crowd.names(n), Crowd.ones(n));
            int[] counts = new int[n];
            int probes = 2_000_000;
            for (int i = 0; i < probes; i++)
                counts[table.at((long) (i * (Math.pow(2, 64) / probes) - Math.pow(2, 63)))]++;
            double share = (double) probes / n;
            assertThat(Arrays.stream(counts).max().orElseThrow()).isLessThan((int) (share * 1.02));
            assertThat(Arrays.stream(counts).min().orElseThrow())
                    .isGreaterThan((int) (share * 0.98));
        }
    }

    @Test
    void slotsFollowWeights() {
        int[] counts = new int[3];
        Maglev table = new Maglev(Crowd.names(3), new int[] {100, 50, 1});
        for (int i = 0; i < 1_000_000; i++) counts[table.at(Mix.bits(i))]++;
        assertThat((double) counts[0]).isCloseTo(1e8 / 151, Percentage.withPercentage(2));
        assertThat((double) counts[1]).isCloseTo(5e7 / 151, Percentage.withPercentage(2));
        assertThat((double) counts[2]).isCloseTo(1e6 / 151, Percentage.withPercentage(10));
    }

    @Test
    void aMemberThatGoesTakesFewKeysOfOthersWithIt() {
        List<String> names = Crowd.names(100);
        List<String> fewer = new ArrayList<>(names);
        String gone = fewer.remove(40);
        String[] before = owners(names);
        String[] after = owners(fewer);
        long its = Arrays.stream(before).filter(gone::equals).count();
        assertThat(moved(before, after) - its).isLessThan(KEYS * 3L / 100);
    }

    @Test
    void aMemberThatComesTakesLittleMoreThanItsShare() {
        List<String> names = Crowd.names(100);
        assertThat(moved(owners(names.subList(0, 99)), owners(names))).isLessThan(KEYS * 4 / 100);
    }

    @Test
    void noKeyOfAHealthyMemberMovesWhenOthersGoDownAndAllReturn() {
        List<String> names = Crowd.names(20);
        Policy policy = Crowd.policy(config, Crowd.ones(20));
        Crowd crowd = new Crowd(20);
        String[] before = owners(policy, crowd, names);
        for (int i = 0; i < 7; i++) crowd.available[3 * i] = false;
        String[] during = owners(policy, crowd, names);
        int[] inherited = new int[20];
        for (int key = 0; key < KEYS; key++)
            if (crowd.available[names.indexOf(before[key])])
                assertThat(during[key]).isEqualTo(before[key]);
            else inherited[names.indexOf(during[key])]++;
        double fair = KEYS * 7 / 20.0 / 13;
        for (int i = 0; i < 20; i++)
            if (crowd.available[i])
                assertThat((double) inherited[i]).isCloseTo(fair, Percentage.withPercentage(12));
        Arrays.fill(crowd.available, true);
        assertThat(owners(policy, crowd, names)).isEqualTo(before);
    }

    @Test
    void aMemberThatStartsSlowlyGetsAPartOfItsKeysAlwaysTheSame() {
        List<String> names = Crowd.names(5);
        Policy policy = Crowd.policy(config, Crowd.ones(5));
        Crowd crowd = new Crowd(5);
        String[] full = owners(policy, crowd, names);
        long own = Arrays.stream(full).filter("10.0.0.2:80"::equals).count();
        crowd.tenths[2] = 3;
        String[] three = owners(policy, crowd, names);
        crowd.tenths[2] = 6;
        String[] six = owners(policy, crowd, names);
        assertThat((double) Arrays.stream(three).filter("10.0.0.2:80"::equals).count())
                .isCloseTo(own * 0.35, Percentage.withPercentage(20));
        for (int key = 0; key < KEYS; key++)
            if (three[key].equals("10.0.0.2:80")) assertThat(six[key]).isEqualTo("10.0.0.2:80");
    }

    @Test
    void withABoundNoMemberGetsMoreThanItsShareOfTheAverage() {
        Crowd crowd = new Crowd(10);
        Policy policy = Crowd.policy(bounded, Crowd.ones(10));
        for (int key = 0; key < 1000; key++) {
            crowd.inFlight[policy.pick(crowd, key % 7)]++;
            int bound = (int) Math.ceil(1.25 * (key + 1) / 10);
            assertThat(Arrays.stream(crowd.inFlight).max().orElseThrow())
                    .isLessThanOrEqualTo(bound);
        }
    }

    @Test
    void withoutABoundAHotKeyStaysWhereItIs() {
        Crowd crowd = new Crowd(10);
        Policy policy = Crowd.policy(config, Crowd.ones(10));
        int owner = policy.pick(crowd, 42);
        crowd.inFlight[owner] = 1000;
        assertThat(policy.pick(crowd, 42)).isEqualTo(owner);
    }

    @Test
    void theTableIsTakenOverWhenNamesAndWeightsAreTheSame() {
        Policy first = Crowd.policy(config, 1, 2, 3);
        Policy second = Crowd.policy(bounded, first, 1, 2, 3);
        assertThat(((Hash) second).table()).isSameAs(((Hash) first).table());
        assertThat(((Hash) Crowd.policy(config, first, 1, 2, 4)).table())
                .isNotSameAs(((Hash) first).table());
    }
}
