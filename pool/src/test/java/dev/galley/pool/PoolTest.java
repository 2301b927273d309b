// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import static dev.galley.pool.Given.ROUND_ROBIN;
import static dev.galley.pool.Given.ask;
import static dev.galley.pool.Given.at;
import static dev.galley.pool.Given.config;
import static dev.galley.pool.Given.limited;
import static dev.galley.pool.Given.member;
import static dev.galley.pool.Given.members;
import static dev.galley.pool.Given.pool;
import static dev.galley.pool.Given.weighted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.config.Address;
import dev.galley.config.HashKey;
import dev.galley.config.MemberConfig;
import dev.galley.config.PolicyConfig;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolTest {
    @Test
    void eachMemberIsChosenInTurn() {
        Pool pool = pool(ROUND_ROBIN, members(3));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 6; i++) names.add(pool.choose(ask()).member().name());
        assertThat(names)
                .containsExactly(
                        "127.0.0.1:80",
                        "127.0.0.2:80",
                        "127.0.0.3:80",
                        "127.0.0.1:80",
                        "127.0.0.2:80",
                        "127.0.0.3:80");
    }

    @Test
    void aLeaseCountsItsRequestUntilItIsClosedAndOnlyOnce() {
        Pool pool = pool(ROUND_ROBIN, members(1));
        Lease first = pool.choose(ask());
        Lease second = pool.choose(ask());
        assertThat(first.member().inFlight()).isEqualTo(2);
        second.close(Outcome.ANSWERED, 1);
        second.close(Outcome.ANSWERED, 1);
        assertThat(first.member().inFlight()).isEqualTo(1);
    }

    @Test
    void aRequestIsNotOfferedAMemberThatItHasTried() {
        Pool pool = pool(ROUND_ROBIN, members(3));
        for (int i = 0; i < 30; i++) {
            Ask retry = ask(0, at(pool, 0), at(pool, 2));
            assertThat(pool.choose(retry).member()).isSameAs(at(pool, 1));
        }
        assertThat(pool.choose(ask(0, at(pool, 0), at(pool, 1), at(pool, 2)))).isNull();
        assertThat(pool.down()).isFalse();
        assertThat(pool.full()).isFalse();
    }

    @Test
    void aMemberWithWeightZeroGetsNoRequests() {
        Pool pool = pool(new PolicyConfig.Ratio(), weighted(0, 0), weighted(1, 1));
        for (int i = 0; i < 10; i++) assertThat(pool.choose(ask()).member()).isSameAs(at(pool, 1));
    }

    @Test
    void aPoolIsDownWhenHealthSaysSoOfAllMembers() {
        Pool pool = pool(ROUND_ROBIN, members(2));
        pool.health(at(pool, 0), false, "status 503");
        assertThat(pool.down()).isFalse();
        assertThat(pool.choose(ask()).member()).isSameAs(at(pool, 1));
        pool.health(at(pool, 1), false, "status 503");
        assertThat(pool.down()).isTrue();
        assertThat(pool.choose(ask())).isNull();
        pool.health(at(pool, 0), true, "");
        assertThat(pool.choose(ask()).member()).isSameAs(at(pool, 0));
    }

    @Test
    void aFullMemberIsPassedOverAndAFullPoolGivesNothing() {
        Pool pool = pool(ROUND_ROBIN, limited(0, 1), limited(1, 2));
        Map<Member, Integer> counts = new HashMap<>();
        for (int i = 0; i < 3; i++) counts.merge(pool.choose(ask()).member(), 1, Integer::sum);
        assertThat(counts).containsEntry(at(pool, 0), 1).containsEntry(at(pool, 1), 2);
        assertThat(pool.choose(ask())).isNull();
        assertThat(pool.full()).isTrue();
        assertThat(pool.down()).isFalse();
    }

    @Test
    void drainingLastsThroughReloadsAndHealthUntilEnabled() {
        Pool pool = pool(ROUND_ROBIN, members(2));
        Member drained = at(pool, 0);
        assertThat(pool.drain(drained)).isTrue();
        assertThat(pool.drain(drained)).isFalse();
        pool.health(drained, false, "x");
        pool.health(drained, true, "");
        pool.reconfigure(config(ROUND_ROBIN, members(3)));
        for (int i = 0; i < 9; i++) assertThat(pool.choose(ask()).member()).isNotSameAs(drained);
        assertThat(pool.enable(drained)).isTrue();
        List<Member> chosen = new ArrayList<>();
        for (int i = 0; i < 3; i++) chosen.add(pool.choose(ask()).member());
        assertThat(chosen).contains(drained);
    }

    @Test
    void reconfiguringKeepsMembersThatStayAndRetiresThoseThatGo() {
        Pool pool = pool(ROUND_ROBIN, members(2));
        Member stays = at(pool, 1);
        Member goes = at(pool, 0);
        pool.choose(ask());
        Lease held = pool.choose(ask());
        pool.reconfigure(config(ROUND_ROBIN, member(1), member(2)));
        assertThat(at(pool, 0)).isSameAs(stays);
        assertThat(stays.inFlight()).isEqualTo(1);
        assertThat(stays.retired()).isFalse();
        assertThat(goes.retired()).isTrue();
        held.close(Outcome.ANSWERED, 1);
        assertThat(stays.inFlight()).isZero();
    }

    @Test
    void reconfiguringKeepsWhatHealthSaysUnlessChecksAreTurnedOff() {
        var tcp =
                new dev.galley.config.HealthConfig.Tcp(
                        new dev.galley.config.CheckTiming(
                                Duration.ofSeconds(2), Duration.ofSeconds(2), 2, 3),
                        null);
        Pool pool = pool(ROUND_ROBIN, members(1));
        pool.health(at(pool, 0), false, "connection refused");
        pool.reconfigure(config(ROUND_ROBIN, 1, Given.EJECTION, tcp, members(1)));
        assertThat(pool.down()).isTrue();
        pool.reconfigure(config(ROUND_ROBIN, members(1)));
        assertThat(pool.down()).isFalse();
    }

    @Test
    void aWeightSetByHandLastsUntilTheConfiguredOneChanges() {
        Pool pool = pool(new PolicyConfig.Ratio(), weighted(0, 1), weighted(1, 1));
        pool.weigh(at(pool, 0), 7);
        pool.reconfigure(config(new PolicyConfig.Ratio(), weighted(0, 1), weighted(1, 1)));
        assertThat(Given.stateAt(pool, 0).effectiveWeight()).isEqualTo(7);
        pool.reconfigure(config(new PolicyConfig.Ratio(), weighted(0, 2), weighted(1, 1)));
        assertThat(Given.stateAt(pool, 0).effectiveWeight()).isEqualTo(2);
        assertThatThrownBy(() -> pool.weigh(at(pool, 0), 1001))
                .hasMessage("weight 1001 is not in 0..1000");
    }

    @Test
    void aNameThatDoesNotResolveIsNamedAndAReloadWithItChangesNothing() {
        MemberConfig lost =
                new MemberConfig(new Address("no.such.invalid", 80), 1, 1, null, Duration.ZERO);
        String error = "pool web: member no.such.invalid:80: the name does not resolve";
        assertThatThrownBy(() -> pool(ROUND_ROBIN, lost))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(error);
        Pool pool = pool(ROUND_ROBIN, members(1));
        assertThatThrownBy(() -> pool.reconfigure(config(ROUND_ROBIN, lost))).hasMessage(error);
        assertThat(pool.choose(ask()).member()).isSameAs(at(pool, 0));
    }

    @Test
    void aMemberNamedTwiceIsRefused() {
        assertThatThrownBy(() -> pool(ROUND_ROBIN, member(0), member(0)))
                .hasMessage("pool web: member 127.0.0.1:80 is named twice");
    }

    @Test
    void onlyTheHashPolicyAsksForAKeyAndOnlyLeastLoadForAHeader() {
        HashKey key = new HashKey.Url();
        assertThat(pool(new PolicyConfig.Hash(key, null), members(1)).hashKey()).isEqualTo(key);
        assertThat(pool(ROUND_ROBIN, members(1)).hashKey()).isNull();
        assertThat(pool(new PolicyConfig.LeastLoad("X-Busy"), members(1)).loadHeader())
                .isEqualTo("X-Busy");
        assertThat(pool(ROUND_ROBIN, members(1)).loadHeader()).isNull();
    }

    @Test
    void changesAreToldInOrderWithTheirReasons() {
        Pool pool = pool(ROUND_ROBIN, members(2));
        List<String> told = new ArrayList<>();
        pool.listen(c -> told.add(c.member() + " " + c.kind() + " " + c.reason()));
        pool.health(at(pool, 0), false, "timed out after 2s");
        pool.health(at(pool, 0), false, "timed out after 2s");
        pool.health(at(pool, 0), true, "");
        pool.drain(at(pool, 1));
        pool.weigh(at(pool, 1), 3);
        pool.enable(at(pool, 1));
        pool.reconfigure(config(ROUND_ROBIN, member(0), member(2)));
        assertThat(told)
                .containsExactly(
                        "127.0.0.1:80 DOWN timed out after 2s",
                        "127.0.0.1:80 UP ",
                        "127.0.0.2:80 DRAINING ",
                        "127.0.0.2:80 WEIGHED weight 3",
                        "127.0.0.2:80 ENABLED ",
                        "127.0.0.3:80 ADDED ",
                        "127.0.0.2:80 REMOVED ");
    }
}
