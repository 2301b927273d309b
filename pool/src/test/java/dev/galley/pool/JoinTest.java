// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import static dev.galley.pool.Given.ROUND_ROBIN;
import static dev.galley.pool.Given.ask;
import static dev.galley.pool.Given.config;
import static dev.galley.pool.Given.members;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.Address;
import dev.galley.config.CheckTiming;
import dev.galley.config.HealthConfig;
import dev.galley.config.MemberConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Members that come and go while the pool runs.
class JoinTest {
    private static final MemberConfig COMING =
            new MemberConfig(new Address("10.0.0.9", 80), 1, 1, null, Duration.ofSeconds(10));
    private static final HealthConfig CHECKED =
            new HealthConfig.Tcp(
                    new CheckTiming(Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 1), null);

    private final Pool pool =
            Given.pool(
                    new Given.Clock(), config(ROUND_ROBIN, 1, Given.EJECTION, CHECKED, members(1)));

    private MemberState coming() {
        return pool.snapshot().stateOf(pool.member("10.0.0.9:80"));
    }

    @Test
    void aMemberThatJoinsServesOnceACheckHasFoundItUp() {
        assertThat(pool.join(COMING)).isTrue();
        assertThat(pool.snapshot().up()).isEqualTo(1);
        assertThat(coming().status()).isEqualTo(MemberState.Status.DOWN);
        pool.health(coming().member(), true, "");
        assertThat(pool.snapshot().up()).isEqualTo(2);
        assertThat(coming().effectiveWeight()).isEqualTo(0.1);
    }

    @Test
    void itServesAtOnceWhereNothingIsChecked() {
        Pool unchecked = Given.pool(ROUND_ROBIN, members(1));
        unchecked.join(COMING);
        assertThat(unchecked.snapshot().up()).isEqualTo(2);
    }

    @Test
    void anAddressThatIsThereCannotJoin() {
        assertThat(pool.join(members(1)[0])).isFalse();
        assertThat(pool.join(COMING)).isTrue();
        assertThat(pool.join(COMING)).isFalse();
        assertThat(pool.snapshot().members()).hasSize(2);
    }

    @Test
    void aReloadKeepsItAndItsState() {
        pool.join(COMING);
        Member member = coming().member();
        pool.health(member, true, "");
        pool.reconfigure(config(ROUND_ROBIN, 1, Given.EJECTION, CHECKED, members(2)));
        assertThat(coming().member()).isSameAs(member);
        assertThat(pool.snapshot().up()).isEqualTo(3);
    }

    @Test
    void whatItHasGoesOnWhenItLeaves() {
        pool.join(COMING);
        Member member = coming().member();
        pool.health(member, true, "");
        Ask elsewhere = ask(0, pool.snapshot().members().getFirst().member());
        Lease lease = pool.choose(elsewhere);
        assertThat(pool.leave(member)).isTrue();
        assertThat(pool.leave(member)).isFalse();
        assertThat(member.retired()).isTrue();
        assertThat(member.inFlight()).isEqualTo(1);
        lease.close(Outcome.ANSWERED, 1);
        assertThat(member.inFlight()).isZero();
        assertThat(pool.choose(elsewhere)).isNull();
    }

    @Test
    void aMemberThatTheConfigurationNamesCannotLeave() {
        assertThat(pool.leave(pool.snapshot().members().getFirst().member())).isFalse();
        assertThat(pool.snapshot().members()).hasSize(1);
    }

    @Test
    void comingAndGoingIsTold() {
        List<Change.Kind> told = new ArrayList<>();
        pool.listen(change -> told.add(change.kind()));
        pool.join(COMING);
        pool.leave(coming().member());
        assertThat(told).containsExactly(Change.Kind.ADDED, Change.Kind.REMOVED);
    }
}
