// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.cluster.Standing;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private long nanos = 1_000_000_000L;
    private long wall = 5_000;
    private final Lease lease = new Lease(() -> nanos, () -> wall);

    /// Time passes while the process runs.
    private void pass(long millis) {
        for (long i = 0; i < millis; i += 100) {
            nanos += 100_000_000L;
            wall += 100;
            lease.standing();
        }
    }

    private void join() {
        lease.confirmed(lease.begin());
    }

    @Test
    void aNodeJoinsUntilItIsFoundToBeAMember() {
        pass(10_000);
        assertThat(lease.standing()).isEqualTo(Standing.JOINING);
        join();
        assertThat(lease.standing()).isEqualTo(Standing.MEMBER);
    }

    @Test
    void withoutAWordItIsAloneAfterTheLeaseAndAMemberWithTheNextWord() {
        join();
        pass(2200);
        assertThat(lease.standing()).isEqualTo(Standing.MEMBER);
        pass(100);
        assertThat(lease.standing()).isEqualTo(Standing.ALONE);
        join();
        assertThat(lease.standing()).isEqualTo(Standing.MEMBER);
    }

    @Test
    void theLeaseRunsFromWhereTheRoundTripBeganNotFromWhereItEnded() {
        join();
        long begun = lease.begin();
        pass(2000);
        lease.confirmed(begun);
        pass(300);
        assertThat(lease.standing()).isEqualTo(Standing.ALONE);
    }

    @Test
    void anAnswerThatTookLongerThanTheLeaseSaysNothing() {
        long begun = lease.begin();
        pass(2300);
        lease.confirmed(begun);
        assertThat(lease.standing()).isEqualTo(Standing.JOINING);
    }

    @Test
    void whoeverWasPausedIsOutAtTheFirstLookAndUntilARoundTripThatBeganAfterwards() {
        join();
        long begun = lease.begin();
        nanos += 10_000_000_000L;
        wall += 10_000;
        assertThat(lease.standing()).isEqualTo(Standing.OUT);
        lease.confirmed(begun);
        assertThat(lease.standing()).isEqualTo(Standing.OUT);
        pass(100);
        join();
        assertThat(lease.standing()).isEqualTo(Standing.MEMBER);
    }

    @Test
    void aSuspendedMachineIsNoticedByTheClockOnTheWall() {
        join();
        wall += 60_000;
        assertThat(lease.standing()).isEqualTo(Standing.OUT);
    }

    @Test
    void aClockThatIsSetBackChangesNothing() {
        join();
        wall -= 60_000;
        assertThat(lease.standing()).isEqualTo(Standing.MEMBER);
    }

    @Test
    void whoeverLearnsThatTheOthersWentOnIsOut() {
        join();
        lease.lost();
        assertThat(lease.standing()).isEqualTo(Standing.OUT);
    }
}
