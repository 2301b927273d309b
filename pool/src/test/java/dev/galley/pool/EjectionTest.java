// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import static dev.galley.pool.Given.ROUND_ROBIN;
import static dev.galley.pool.Given.ask;
import static dev.galley.pool.Given.at;
import static dev.galley.pool.Given.config;
import static dev.galley.pool.Given.members;
import static dev.galley.pool.Given.stateAt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.EjectionConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EjectionTest {
    private final Given.Clock clock = new Given.Clock();
    private final EjectionConfig rule = new EjectionConfig(3, Duration.ofSeconds(30));

    private Pool pool(int count, int minUp) {
        return Given.pool(clock, config(ROUND_ROBIN, minUp, rule, null, members(count)));
    }

    private static void close(Pool pool, int number, Outcome outcome, int times) {
        for (int i = 0; i < times; i++) {
            Member member = at(pool, number);
            member.acquire();
            new Lease(pool, member).close(outcome, 1000);
        }
    }

    private static boolean out(Pool pool, int number) {
        return stateAt(pool, number).status() == MemberState.Status.EJECTED;
    }

    private void passes(Pool pool, int seconds) {
        clock.pass(Duration.ofSeconds(seconds));
        pool.tick();
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_CONNECTED", "FAILED", "TIMED_OUT", "UNAVAILABLE"})
    void failuresInARowEject(Outcome failure) {
        Pool pool = pool(3, 1);
        close(pool, 0, failure, 2);
        assertThat(out(pool, 0)).isFalse();
        close(pool, 0, failure, 1);
        assertThat(out(pool, 0)).isTrue();
        for (int i = 0; i < 9; i++)
            assertThat(pool.choose(ask()).member()).isNotSameAs(at(pool, 0));
        assertThat(at(pool, 0).failures()).isEqualTo(3);
    }

    @Test
    void anAnswerEndsTheRowAndAClientThatGaveUpSaysNothing() {
        Pool pool = pool(3, 1);
        close(pool, 0, Outcome.FAILED, 2);
        close(pool, 0, Outcome.ANSWERED, 1);
        close(pool, 0, Outcome.FAILED, 2);
        close(pool, 0, Outcome.ABANDONED, 5);
        assertThat(out(pool, 0)).isFalse();
        close(pool, 0, Outcome.FAILED, 1);
        assertThat(out(pool, 0)).isTrue();
    }

    @Test
    void eachEjectionInARowLastsTwiceAsLongUpToTenTimes() {
        Pool pool = pool(3, 1);
        for (int seconds : new int[] {30, 60, 120, 240, 300, 300}) {
            close(pool, 0, Outcome.FAILED, 3);
            assertThat(out(pool, 0)).isTrue();
            passes(pool, seconds - 1);
            assertThat(out(pool, 0)).isTrue();
            passes(pool, 1);
            assertThat(out(pool, 0)).isFalse();
        }
    }

    @Test
    void afterAQuietSpellTheFirstDurationCountsAgain() {
        Pool pool = pool(3, 1);
        close(pool, 0, Outcome.FAILED, 3);
        passes(pool, 30);
        close(pool, 0, Outcome.FAILED, 3);
        passes(pool, 60);
        passes(pool, 301);
        close(pool, 0, Outcome.FAILED, 3);
        passes(pool, 30);
        assertThat(out(pool, 0)).isFalse();
    }

    @Test
    void theRowStartsAnewAfterAReturn() {
        Pool pool = pool(3, 1);
        close(pool, 0, Outcome.FAILED, 5);
        passes(pool, 30);
        close(pool, 0, Outcome.FAILED, 2);
        assertThat(out(pool, 0)).isFalse();
    }

    @Test
    void neverMoreThanHalfAreOut() {
        Pool pool = pool(5, 1);
        for (int i = 0; i < 5; i++) close(pool, i, Outcome.FAILED, 9);
        assertThat(pool.snapshot().up()).isEqualTo(3);
    }

    @Test
    void minUpAreLeft() {
        Pool pool = pool(5, 4);
        for (int i = 0; i < 5; i++) close(pool, i, Outcome.FAILED, 9);
        assertThat(pool.snapshot().up()).isEqualTo(4);
    }

    @Test
    void theLastMemberStays() {
        Pool pool = pool(1, 1);
        close(pool, 0, Outcome.FAILED, 100);
        assertThat(pool.down()).isFalse();
    }

    @Test
    void anEjectedMemberComesBackWhenHealthTakesTheOthersAway() {
        Pool pool = pool(2, 1);
        close(pool, 0, Outcome.FAILED, 3);
        assertThat(out(pool, 0)).isTrue();
        pool.health(at(pool, 1), false, "connection refused");
        assertThat(out(pool, 0)).isFalse();
        assertThat(pool.down()).isFalse();
    }

    @Test
    void anEjectedMemberComesBackWhenChecksHaveFoundItDownAndUpAgain() {
        Pool pool = pool(3, 1);
        close(pool, 0, Outcome.NOT_CONNECTED, 3);
        pool.health(at(pool, 0), true, "");
        assertThat(out(pool, 0)).isTrue();
        pool.health(at(pool, 0), false, "connection refused");
        pool.health(at(pool, 0), true, "");
        assertThat(stateAt(pool, 0).status()).isEqualTo(MemberState.Status.UP);
        close(pool, 0, Outcome.FAILED, 3);
        passes(pool, 59);
        assertThat(out(pool, 0)).isTrue();
    }

    @Test
    void zeroFailuresTurnEjectionOff() {
        EjectionConfig off = new EjectionConfig(0, Duration.ofSeconds(30));
        Pool pool = Given.pool(clock, config(ROUND_ROBIN, 1, off, null, members(3)));
        close(pool, 0, Outcome.FAILED, 100);
        assertThat(out(pool, 0)).isFalse();
    }

    @Test
    void ejectionAndReturnAreTold() {
        Pool pool = pool(3, 1);
        List<String> told = new ArrayList<>();
        pool.listen(c -> told.add(c.kind() + " " + c.reason()));
        close(pool, 0, Outcome.NOT_CONNECTED, 3);
        passes(pool, 30);
        assertThat(told)
                .containsExactly("EJECTED 3 failures: no connection; out for 30s", "RETURNED ");
    }
}
