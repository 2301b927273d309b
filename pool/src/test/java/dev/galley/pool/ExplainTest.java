// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import static dev.galley.pool.Given.ROUND_ROBIN;
import static dev.galley.pool.Given.ask;
import static dev.galley.pool.Given.at;
import static dev.galley.pool.Given.config;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.EjectionConfig;
import dev.galley.config.PolicyConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private static List<String> whys(Pool pool, Ask ask) {
        return pool.explain(ask).stream().map(Explanation::why).toList();
    }

    @Test
    void everyReasonIsNamed() {
        Given.Clock clock = new Given.Clock();
        EjectionConfig one = new EjectionConfig(1, Duration.ofSeconds(30));
        Pool pool =
                Given.pool(
                        clock,
                        config(
                                new PolicyConfig.Ratio(),
                                1,
                                one,
                                null,
                                Given.member(0),
                                Given.member(1),
                                Given.limited(2, 1),
                                Given.weighted(3, 0),
                                Given.member(4),
                                Given.member(5),
                                Given.ranked(6, 2),
                                Given.member(7),
                                Given.member(8)));
        at(pool, 2).acquire();
        at(pool, 5).acquire();
        new Lease(pool, at(pool, 5)).close(Outcome.FAILED, 1);
        pool.drain(at(pool, 4));
        pool.health(at(pool, 1), false, "connection refused");
        clock.pass(Duration.ofSeconds(10));
        assertThat(whys(pool, ask(0, at(pool, 8), at(pool, 0))))
                .containsExactly(
                        "tried already",
                        "down: connection refused",
                        "full: 1 of 1",
                        "weight 0",
                        "draining, 0 in flight",
                        "ejected, back in 20s",
                        "priority 2 is not needed: 4 up in 1 and better, min-up is 1",
                        "is next",
                        "tried already");
        assertThat(whys(pool, ask())).contains("would do; 127.0.0.1:80 is preferred");
    }

    @Test
    void whatIsExplainedIsWhatHappensNextAndNoLeaseIsTaken() {
        Pool pool = Given.pool(ROUND_ROBIN, Given.members(3));
        for (int i = 0; i < 5; i++) {
            Member next =
                    pool.explain(ask()).stream()
                            .filter(Explanation::chosen)
                            .findFirst()
                            .orElseThrow()
                            .state()
                            .member();
            assertThat(next.inFlight()).isZero();
            Lease lease = pool.choose(ask());
            assertThat(lease.member()).isSameAs(next);
            lease.close(Outcome.ANSWERED, 1);
        }
    }

    @Test
    void latencyAndLoadAreShown() {
        Pool fastest =
                Given.pool(
                        new PolicyConfig.FastestResponse(Duration.ofSeconds(10)), Given.members(1));
        fastest.choose(ask()).close(Outcome.ANSWERED, 5_000_000);
        assertThat(fastest.explain(ask()).getFirst().latency()).isEqualTo(5_000_000);
        Pool leastLoad = Given.pool(new PolicyConfig.LeastLoad("X-Load"), Given.members(1));
        at(leastLoad, 0).reportLoad(0.7);
        assertThat(leastLoad.explain(ask()).getFirst().load()).isEqualTo(0.7);
    }

    @Test
    void aFastFailureDoesNotMakeAMemberLookFast() {
        Pool pool =
                Given.pool(
                        new PolicyConfig.FastestResponse(Duration.ofSeconds(10)), Given.members(2));
        for (Outcome outcome : List.of(Outcome.ANSWERED, Outcome.FAILED)) {
            Lease lease = pool.choose(ask());
            lease.close(outcome, outcome == Outcome.FAILED ? 1_000 : 5_000_000);
        }
        Member works =
                pool.explain(ask()).stream()
                        .filter(e -> e.latency() == 5e6)
                        .findFirst()
                        .orElseThrow()
                        .state()
                        .member();
        for (int i = 0; i < 20; i++) {
            Lease lease = pool.choose(ask());
            assertThat(lease.member()).isSameAs(works);
            lease.close(Outcome.ABANDONED, 1);
        }
    }
}
