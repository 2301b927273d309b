// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import static dev.galley.reach.kernel.vrrp.Events.HIGHER;
import static dev.galley.reach.kernel.vrrp.Events.LOWER;
import static dev.galley.reach.kernel.vrrp.Events.SECOND;
import static dev.galley.reach.kernel.vrrp.Events.advert;
import static dev.galley.reach.kernel.vrrp.Events.priority;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtualRouterTest {
    private static final String TAKES_OVER = "hold announce advert:100 active";

    @ParameterizedTest
    @CsvSource({"1, 3996", "100, 3609", "200, 3218", "254, 3007"})
    void itIsActiveAfterThreeAdvertsOfSilenceAndItsSkew(int priority, long millis) {
        Events router = Events.started(priority(priority));
        assertThat(router.until(millis)).isEmpty();
        assertThat(router.until(millis + 1))
                .isEqualTo("hold announce advert:" + priority + " active");
        assertThat(router.reason()).startsWith("no advert for ");
    }

    @Test
    void theOwnerOfTheAddressesWaitsForNobody() {
        Events router = new Events(priority(255));
        assertThat(router.words(router.router.start(0, "started")))
                .isEqualTo("hold announce advert:255 active");
    }

    @Test
    void anActiveRouterAdvertisesAndRepeatsItsAnnouncementForFiveSeconds() {
        Events router = Events.started(priority(100));
        assertThat(router.until(3610)).isEqualTo(TAKES_OVER);
        assertThat(router.until(3900)).isEqualTo("announce");
        assertThat(router.until(4700)).isEqualTo("advert:100 announce");
        assertThat(router.until(5700)).isEqualTo("advert:100 announce");
        assertThat(router.until(7700)).isEqualTo("advert:100 advert:100");
        assertThat(router.until(8700)).isEqualTo("advert:100 announce");
        assertThat(router.until(60_000)).doesNotContain("announce");
    }

    @ParameterizedTest
    @CsvSource({"100", "101", "255"})
    void aBackupStandsByWhileOneOfItsPriorityOrAHigherOneAdvertises(int other) {
        Events router = Events.started(priority(100));
        for (int second = 1; second < 60; second++)
            assertThat(router.hears(second * 1000L, HIGHER, advert(other))).isEmpty();
        assertThat(router.until(62_600)).isEmpty();
        assertThat(router.until(62_610)).isEqualTo(TAKES_OVER);
        assertThat(router.reason()).isEqualTo("no advert of 10.0.0.3 for 3.61 s");
    }

    @Test
    void theIntervalIsThatOfTheActiveRouter() {
        Events router = Events.started(priority(100));
        router.hears(1000, HIGHER, advert(200, 10));
        assertThat(router.until(1360)).isEmpty();
        assertThat(router.until(1361)).isEqualTo(TAKES_OVER);
        router = Events.started(priority(100));
        router.hears(1000, HIGHER, advert(200, 4000));
        assertThat(router.until(145_374)).isEmpty();
        assertThat(router.until(145_376)).isEqualTo(TAKES_OVER);
    }

    @Test
    void anActiveRouterOfALowerPriorityIsPreempted() {
        Events router = Events.started(priority(100));
        for (int second = 1; second <= 3; second++)
            router.hears(second * 1000L, HIGHER, advert(99));
        assertThat(router.until(3610)).isEqualTo(TAKES_OVER);
        assertThat(router.reason()).isEqualTo("10.0.0.3 has a lower priority");
    }

    @Test
    void withoutPreemptionItIsLeftAlone() {
        Events router = Events.started(new Settings(Events.OWN, 100, SECOND, false, 0));
        for (int second = 1; second < 60; second++)
            assertThat(router.hears(second * 1000L, HIGHER, advert(1))).isEmpty();
        assertThat(router.until(62_610)).isEqualTo(TAKES_OVER);
    }

    @Test
    void preemptionWaitsForItsDelay() {
        Events router = Events.started(new Settings(Events.OWN, 100, SECOND, true, 30 * SECOND));
        for (int second = 1; second <= 33; second++)
            assertThat(router.hears(second * 1000L, HIGHER, advert(1))).isEmpty();
        assertThat(router.until(33_610)).isEqualTo(TAKES_OVER);
    }

    @Test
    void theDelayBeginsAnewWhenAHigherPriorityWasActiveMeanwhile() {
        Events router = Events.started(new Settings(Events.OWN, 100, SECOND, true, 30 * SECOND));
        for (int second = 1; second <= 20; second++)
            router.hears(second * 1000L, HIGHER, advert(second == 20 ? 200 : 1));
        for (int second = 21; second <= 50; second++)
            assertThat(router.hears(second * 1000L, HIGHER, advert(1))).isEmpty();
        assertThat(router.until(53_500)).isEmpty();
    }

    @Test
    void whenTheActiveRouterLeavesABackupWaitsForItsSkewOnly() {
        Events router = Events.started(priority(100));
        router.hears(1000, HIGHER, advert(200));
        assertThat(router.hears(1500, HIGHER, advert(0))).isEmpty();
        assertThat(router.until(2109)).isEmpty();
        assertThat(router.until(2110)).isEqualTo(TAKES_OVER);
        assertThat(router.reason()).isEqualTo("10.0.0.3 hands over");
    }

    @Test
    void aFloodOfAdvertsOfPriorityZeroDoesNotKeepABackupFromTakingOver() {
        Events router = Events.started(priority(100));
        router.hears(1000, HIGHER, advert(200));
        for (int millis = 1000; millis < 1600; millis += 10)
            router.hears(millis, HIGHER, advert(0));
        assertThat(router.until(1610)).isEqualTo(TAKES_OVER);
    }

    @Test
    void anActiveRouterYieldsToAHigherPriorityAndKeepsTheAddressesForAMoment() {
        Events router = Events.active(100);
        assertThat(router.hears(4100, LOWER, advert(101))).isEqualTo("advert:100 backup");
        assertThat(router.reason()).isEqualTo("10.0.0.1 has priority 101, this one 100");
        assertThat(router.until(4149)).isEmpty();
        assertThat(router.router.holds()).isTrue();
        assertThat(router.until(4150)).isEqualTo("release");
        assertThat(router.router.holds()).isFalse();
        assertThat(router.until(7700)).isEmpty();
        assertThat(router.until(7710)).isEqualTo(TAKES_OVER);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.3, advert:100 backup",
        "10.0.0.1, announce advert:100",
        "10.0.0.128, advert:100 backup"
    })
    void betweenEqualPrioritiesTheHigherAddressStays(String other, String does) {
        Events router = Events.active(100);
        assertThat(router.hears(4100, InetAddress.ofLiteral(other), advert(100))).isEqualTo(does);
    }

    @Test
    void twoOwnersAreToldApartByTheirAddresses() {
        Events router = Events.active(255);
        assertThat(router.hears(4100, LOWER, advert(255))).isEqualTo("announce advert:255");
        assertThat(router.hears(4200, HIGHER, advert(255))).isEqualTo("advert:255 backup");
    }

    @Test
    void aLowerPriorityIsAnsweredAtOnceButNotWithoutEnd() {
        Events router = Events.active(100);
        assertThat(router.hears(4100, HIGHER, advert(99))).isEqualTo("announce advert:100");
        assertThat(router.hears(4105, HIGHER, advert(99))).isEmpty();
        assertThat(router.hears(4110, HIGHER, advert(99))).isEqualTo("announce advert:100");
        assertThat(router.until(5109)).doesNotContain("advert");
        assertThat(router.until(5110)).isEqualTo("advert:100");
    }

    @Test
    void whoeverLeavesWhileThisOneIsActiveTooIsAnswered() {
        Events router = Events.active(100);
        assertThat(router.hears(4100, HIGHER, advert(0))).isEqualTo("announce advert:100");
    }

    @Test
    void handingOverKeepsTheAddressesUntilAnotherOneHasAdvertised() {
        Events router = Events.active(100);
        assertThat(router.words(router.router.handOver(router.nanos())))
                .isEqualTo("advert:0 handing over");
        assertThat(router.until(4500)).isEmpty();
        assertThat(router.router.holds()).isTrue();
        assertThat(router.hears(4600, LOWER, advert(90))).isEqualTo("initialize");
        assertThat(router.reason()).isEqualTo("10.0.0.1 has taken over");
        assertThat(router.until(4649)).isEmpty();
        assertThat(router.until(4650)).isEqualTo("release");
        assertThat(router.until(100_000)).isEmpty();
    }

    @Test
    void handingOverEndsWhenNobodyTakesOver() {
        Events router = Events.active(100);
        router.router.handOver(router.nanos());
        assertThat(router.hears(4100, LOWER, advert(0))).isEmpty();
        assertThat(router.until(5999)).isEmpty();
        assertThat(router.until(6000)).isEqualTo("initialize release");
        assertThat(router.reason()).isEqualTo("nobody has taken over");
    }

    @Test
    void aBackupThatLeavesSaysNothing() {
        Events router = Events.started(priority(100));
        assertThat(router.words(router.router.handOver(0))).isEqualTo("initialize");
        assertThat(router.until(100_000)).isEmpty();
    }

    @Test
    void aLostLinkTakesTheAddressesAwayAtOnce() {
        Events router = Events.active(100);
        assertThat(router.words(router.router.stop("the link is down")))
                .isEqualTo("release initialize");
        assertThat(router.until(100_000)).isEmpty();
        assertThat(router.hears(100_001, LOWER, advert(90))).isEmpty();
        router.words(router.router.start(router.nanos(), "the link is up"));
        assertThat(router.until(103_610)).isEmpty();
        assertThat(router.until(103_611)).isEqualTo(TAKES_OVER);
    }

    @Test
    void whoDidNotRunWhileAnotherOneTookOverStandsBack() {
        Events router = Events.active(100);
        assertThat(router.wakes(14_000, LOWER, advert(90))).isEqualTo("backup release");
        assertThat(router.reason()).isEqualTo("did not run, and 10.0.0.1 has taken over meanwhile");
        assertThat(router.until(17_600)).isEmpty();
        assertThat(router.until(17_610)).isEqualTo(TAKES_OVER);
    }

    @Test
    void whoDidNotRunWhileNobodyTookOverGoesOn() {
        Events router = Events.active(100);
        assertThat(router.wakes(14_000)).isEqualTo("hold announce advert:100 announce");
        assertThat(router.router.role()).isEqualTo(Role.ACTIVE);
    }

    @Test
    void whoWasLateByLessThanThreeAdvertsGoesOn() {
        Events router = Events.active(100);
        assertThat(router.wakes(6900, LOWER, advert(90))).startsWith("announce advert:100");
        assertThat(router.router.role()).isEqualTo(Role.ACTIVE);
    }

    @Test
    void aLoweredPriorityIsToldAtOnceAndIsNeverZero() {
        Events router = Events.active(100);
        assertThat(router.words(router.router.lower(router.nanos(), 30))).isEqualTo("advert:70");
        assertThat(router.words(router.router.lower(router.nanos(), 30))).isEmpty();
        assertThat(router.words(router.router.lower(router.nanos(), 300))).isEqualTo("advert:1");
        assertThat(router.words(router.router.lower(router.nanos(), 0))).isEqualTo("advert:100");
    }

    @Test
    void aBackupWhosePriorityWasLoweredStandsByLonger() {
        Events router = Events.started(priority(100));
        router.router.lower(0, 60);
        router.hears(1000, HIGHER, advert(50));
        for (int second = 2; second < 20; second++)
            assertThat(router.hears(second * 1000L, HIGHER, advert(50))).isEmpty();
        router.router.lower(router.nanos(), 0);
        for (int second = 20; second < 23; second++)
            router.hears(second * 1000L, HIGHER, advert(50));
        assertThat(router.until(23_000)).isEqualTo(TAKES_OVER);
    }

    @Test
    void newSettingsAreToldAtOnce() {
        Events router = Events.active(100);
        assertThat(router.words(router.router.configure(router.nanos(), priority(120))))
                .isEqualTo("advert:120");
        assertThat(router.words(router.router.configure(router.nanos(), priority(120)))).isEmpty();
    }
}
