// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ForkTest {
    @Test
    void tasksRunAtOnceWithTheContextOfWhoForked() {
        CallContext mine = new CallContext(CallContext.NEVER, null, "", Map.of("a", "b"));
        CountDownLatch both = new CountDownLatch(2);
        mine.run(() -> {
            try (Fork fork = Fork.open()) {
                Fork.Result<CallContext> one = fork.call(() -> meet(both));
                Fork.Result<CallContext> other = fork.call(() -> meet(both));
                assertThat(one.get()).isEqualTo(mine);
                assertThat(other.get()).isEqualTo(mine);
            }
        });
    }

    @Test
    void aFailureComesWithItsStage() {
        try (Fork fork = Fork.open()) {
            Fork.Result<String> failed =
                    fork.call(() -> {
                        throw CallException.failed("no-such-user", "there is no ann");
                    });
            assertThatThrownBy(failed::get)
                    .isInstanceOfSatisfying(
                            CallException.class,
                            e -> assertThat(e.type()).isEqualTo("no-such-user"));
        }
    }

    @Test
    void closingInterruptsWhatIsUnfinished() throws Exception {
        CountDownLatch begun = new CountDownLatch(1), interrupted = new CountDownLatch(1);
        Fork.Result<Boolean> slow;
        try (Fork fork = Fork.open()) {
            slow =
                    fork.call(() -> {
                        begun.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            interrupted.countDown();
                        }
                        return true;
                    });
            begun.await();
        }
        interrupted.await();
        assertThatThrownBy(slow::get)
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.stage()).isEqualTo(Stage.CANCELLED));
    }

    private static CallContext meet(CountDownLatch both) throws InterruptedException {
        both.countDown();
        both.await();
        return CallContext.current();
    }
}
