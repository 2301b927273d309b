// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.sticky;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.sessions.sticky.Balancers.Balancer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedTablesTest {
    private static final Duration TTL = Duration.ofMinutes(30), TURN = Duration.ofMillis(100);

    private final Balancers all = new Balancers(TTL, 1000);
    private final Balancer one = all.new Balancer(), two = all.new Balancer();

    /// As often as it takes until everybody has heard of everything.
    private void turns(Balancer... balancers) {
        for (int i = 0; i < 3; i++)
            for (Balancer balancer : balancers) {
                all.pass(TURN);
                balancer.table.sweep();
                balancer.turn();
            }
    }

    @Test
    void whatOneChoosesTheOtherFinds() {
        turns(one, two);
        one.move("a", "m1");
        turns(one, two);
        assertThat(two.find("a")).isEqualTo("m1");
        two.move("a", "m2");
        turns(one, two);
        assertThat(one.find("a")).isEqualTo("m2");
        assertThat(one.table.told()).isEqualTo(1);
        assertThat(one.table.learned()).isEqualTo(1);
    }

    @Test
    void whoComesLearnsWhatIsThereAndTellsNobody() {
        turns(one, two);
        for (int i = 0; i < 500; i++) {
            (i % 2 == 0 ? one : two).move("s" + i, "m" + i % 7);
            if (i % 20 == 0) turns(one, two);
        }
        turns(one, two);
        Balancer three = all.new Balancer();
        three.turn();
        assertThat(three.shown()).hasSize(500).isEqualTo(one.shown()).isEqualTo(two.shown());
        assertThat(three.find("s499")).isEqualTo("m" + 499 % 7);
        turns(three);
        assertThat(three.table.told()).isZero();
    }

    @Test
    void whoStartsKnowsAllBeforeItServesAndTellsTheRestWhenItEnds() throws Exception {
        turns(one);
        for (int i = 0; i < 300; i++) one.move("s" + i, "m1");
        turns(one);
        Balancer three = all.new Balancer();
        try (SharedTables started = three.tables) {
            started.start(Duration.ofMinutes(1));
            assertThat(three.find("s299")).isEqualTo("m1");
            three.move("last", "m2");
        }
        turns(one);
        assertThat(one.find("last")).isEqualTo("m2");
    }

    @Test
    void aTableThatComesLaterLearnsWhatWasToldBefore() {
        turns(two);
        one.shared = false;
        turns(one);
        two.move("a", "m1");
        turns(two, one);
        one.shared = true;
        turns(one);
        assertThat(one.find("a")).isNull();
        one.tables.learnAgain();
        turns(one);
        assertThat(one.find("a")).isEqualTo("m1");
    }

    @Test
    void ofTwoWhoChooseAtTheSameTimeAllFollowTheSame() {
        turns(one, two);
        one.move("a", "m1");
        two.move("a", "m2");
        turns(one, two);
        assertThat(one.find("a")).isEqualTo(two.find("a")).isEqualTo("m2");
    }

    @Test
    void aSessionThatIsUsedAtOneBalancerLivesAtTheOthersThatOneDies() {
        turns(one, two);
        one.move("a", "m1");
        turns(one, two);
        for (int minutes = 0; minutes < 120; minutes++) {
            all.pass(Duration.ofMinutes(1));
            assertThat(one.find("a")).isEqualTo("m1");
            turns(one, two);
        }
        all.pass(TTL.multipliedBy(2).dividedBy(3));
        assertThat(two.find("a")).isEqualTo("m1");
        all.pass(TTL);
        assertThat(two.find("a")).isNull();
    }

    @Test
    void whatADeadBalancerHasToldIsToldAgainByThoseThatLive() {
        turns(one, two);
        one.move("a", "m1");
        turns(one, two);
        for (int minutes = 0; minutes < 20; minutes++) {
            all.pass(Duration.ofMinutes(1));
            turns(two);
        }
        Balancer three = all.new Balancer();
        three.turn();
        assertThat(three.find("a")).isEqualTo("m1");
    }

    @Test
    void oneOfManyTellsAgainAndTheOthersAreContent() {
        Balancer three = all.new Balancer();
        turns(one, two, three);
        for (int i = 0; i < 100; i++) one.move("s" + i, "m1");
        for (int minutes = 0; minutes < 30; minutes++) {
            all.pass(Duration.ofMinutes(1));
            turns(one, two, three);
        }
        assertThat(one.table.told()).isBetween(700L, 1100L);
        assertThat(two.table.told() + three.table.told()).isZero();
    }

    @Test
    void whileTheStoreIsAwayEachGoesOnAndAfterwardsAllIsTold() {
        turns(one, two);
        one.away = two.away = true;
        for (int i = 0; i < 100; i++) {
            one.move("a" + i, "m1");
            two.move("b" + i, "m2");
            turns(one, two);
        }
        assertThat(one.find("a7")).isEqualTo("m1");
        assertThat(one.find("b7")).isNull();
        assertThat(one.tables.trouble()).isEqualTo("the store is away");
        one.away = two.away = false;
        turns(one, two);
        assertThat(one.find("b7")).isEqualTo("m2");
        assertThat(one.shown()).hasSize(200).isEqualTo(two.shown());
        assertThat(one.said).containsExactly("the store is away", "");
        assertThat(one.tables.trouble()).isEmpty();
    }

    @Test
    void whatDoesNotFitIsCountedAndToldLater() {
        Balancers crowd = new Balancers(TTL, 100_000);
        Balancer left = crowd.new Balancer(), right = crowd.new Balancer();
        left.turn();
        right.turn();
        left.away = true;
        for (int i = 0; i < 70_000; i++) left.move("s" + i, "m" + i % 3);
        assertThat(left.table.missed()).isEqualTo(70_000 - 65_536);
        left.away = false;
        for (int i = 0; i < 200; i++) {
            left.table.sweep();
            left.turn();
            right.turn();
        }
        assertThat(right.table.size()).isEqualTo(70_000);
        assertThat(right.find("s69999")).isEqualTo("m" + 69_999 % 3);
    }

    @Test
    void aStoreThatHasLostEverythingIsToldEverythingAgainByTheSameKey() {
        turns(one, two);
        for (int i = 0; i < 50; i++) one.move("s" + i, "m1");
        turns(one, two);
        all.wipe();
        for (int i = 0; i < 5; i++) turns(one, two);
        assertThat(one.find("s7")).isEqualTo("m1");
        Balancer three = all.new Balancer();
        three.turn();
        assertThat(three.shown()).hasSize(50);
        assertThat(three.find("s7")).isEqualTo("m1");
    }

    @Test
    void aMemberThatComesLaterHasTheSessionsThatOthersHaveGivenIt() {
        two.unknown.add("m1");
        turns(one, two);
        one.move("a", "m1");
        one.move("b", "m1");
        turns(one, two);
        assertThat(two.find("a")).isNull();
        assertThat(two.shown()).containsValue("m1");
        assertThat(two.move("b", "m2")).isEqualTo("m2");
        two.unknown.clear();
        assertThat(two.find("a")).isEqualTo("m1");
        turns(one, two);
        assertThat(one.find("b")).isEqualTo("m2");
    }

    @Test
    void whoSleptLongerThanAnythingIsKeptGoesOnWhereTheLogIsNow() {
        turns(one, two);
        one.move("old", "m1");
        turns(one);
        for (int minutes = 0; minutes < 30; minutes++) {
            all.pass(Duration.ofMinutes(1));
            one.find("old");
            one.move("s" + minutes, "m1");
            turns(one);
        }
        for (int i = 0; i < 5; i++) turns(two, one);
        assertThat(two.find("s29")).isEqualTo("m1");
        assertThat(two.find("old")).isEqualTo("m1");
        two.move("late", "m2");
        turns(two, one);
        assertThat(one.find("late")).isEqualTo("m2");
    }

    @Test
    void segmentsOfAnotherFormatAndRubbishArePassedOver() {
        turns(one, two);
        one.move("a", "m1");
        turns(one, two);
        Log log = new Log(all.store);
        log.look();
        byte[][] rubbish = {{}, {9, 1, 2}, {1, 0}, {1, 0, 3, 'w'}, {1, 0, 0, 0, 0, -1, 0, 0, 0}};
        for (byte[] segment : rubbish) log.add(segment, _ -> {});
        one.move("b", "m2");
        turns(one, two);
        assertThat(two.find("b")).isEqualTo("m2");
        assertThat(two.said).isEmpty();
    }

    /// Balancers whose ways to the store fail at random, and whose turns come in any order.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverTheOrderAllAgreeOnTheLastChoice(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Balancer> balancers = IntStream.range(0, 3).mapToObj(_ -> failing(random)).toList();
        Map<String, String> last = new HashMap<>();
        for (int step = 0; step < 3_000; step++) {
            all.pass(Duration.ofMillis(1 + random.nextInt(20)));
            Balancer balancer = balancers.get(random.nextInt(3));
            if (random.nextInt(200) == 0) balancer.away = !balancer.away;
            String id = "s" + random.nextInt(100), member = "m" + random.nextInt(5);
            switch (random.nextInt(4)) {
                case 0 -> last.put(id, balancer.move(id, member));
                case 1 -> balancer.find(id);
                case 2 -> balancer.table.sweep();
                default -> balancer.turn();
            }
            assertThat(balancer.table.size()).isLessThanOrEqualTo(1000);
        }
        for (Balancer balancer : balancers) balancer.away = false;
        for (int i = 0; i < 50; i++)
            for (Balancer balancer : balancers) {
                balancer.table.sweep();
                balancer.turn();
            }
        for (Balancer balancer : balancers)
            last.forEach((id, member) -> assertThat(balancer.find(id)).as(id).isEqualTo(member));
    }

    private Balancer failing(SplittableRandom random) {
        return all.new Balancer() {
            @Override
            boolean fails() {
                return away && random.nextBoolean();
            }
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void balancersWithOtherClocksAndSmallTablesAgreeToo(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Balancers small = new Balancers(TTL, 1000);
        List<Balancer> balancers =
                IntStream.range(0, 3)
                        .mapToObj(i -> small.new Balancer(Duration.ofSeconds(40L * i)))
                        .toList();
        for (int step = 0; step < 3_000; step++) {
            small.pass(Duration.ofMillis(random.nextInt(3)));
            Balancer balancer = balancers.get(random.nextInt(3));
            String id = "s" + random.nextInt(200);
            if (random.nextBoolean()) balancer.move(id, "m" + random.nextInt(5));
            else balancer.turn();
        }
        for (int i = 0; i < 20; i++) balancers.forEach(Balancer::turn);
        assertThat(balancers.get(1).shown()).isEqualTo(balancers.get(0).shown());
        assertThat(balancers.get(2).shown()).isEqualTo(balancers.get(0).shown());
    }
}
