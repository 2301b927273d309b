// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import static dev.galley.pool.Given.ask;
import static dev.galley.pool.Given.at;
import static dev.galley.pool.Given.limited;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.HashKey;
import dev.galley.config.PolicyConfig;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InFlightTest {
    static Stream<PolicyConfig> policies() {
        return Stream.of(
                new PolicyConfig.RoundRobin(),
                new PolicyConfig.Ratio(),
                new PolicyConfig.LeastConnections(),
                new PolicyConfig.FastestResponse(Duration.ofSeconds(10)),
                new PolicyConfig.LeastLoad("X-Load"),
                new PolicyConfig.Random(),
                new PolicyConfig.Hash(new HashKey.Source(), null));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void noMemberEverHasMoreInFlightThanItsLimitAndNoPlaceIsLost(PolicyConfig policy)
            throws Exception {
        Pool pool = Given.pool(policy, limited(0, 1), limited(1, 2), limited(2, 3));
        int threads = 4;
        AtomicInteger tooMany = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            long seed = t;
            Thread.ofPlatform()
                    .start(() -> {
                        for (long i = 0; i < 20_000; i++) use(pool, seed + 31 * i, tooMany);
                        done.countDown();
                    });
        }
        assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
        assertThat(tooMany.get()).isZero();
        for (int i = 0; i < 3; i++) assertThat(at(pool, i).inFlight()).isZero();
        for (int i = 0; i < 6; i++) assertThat(pool.choose(ask(i))).isNotNull();
        assertThat(pool.choose(ask())).isNull();
    }

    private static void use(Pool pool, long hash, AtomicInteger tooMany) {
        Lease lease = pool.choose(ask(hash));
        if (lease == null) return;
        Member member = lease.member();
        if (member.inFlight() > member.limit) tooMany.incrementAndGet();
        lease.close(Outcome.ANSWERED, 1);
    }
}
