// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.MemberConfig;
import dev.galley.config.PersistenceConfig;
import dev.galley.config.TableLimits;
import dev.galley.pool.persistence.SessionKey;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random changes of a pool between random requests of two hundred clients.
class SessionsPropertyTest {
    private static final int CLIENTS = 200, STEPS = 3_000;
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");

    private final Given.Clock clock = new Given.Clock();
    private final TreeSet<Integer> numbers = new TreeSet<>(List.of(0, 1, 2, 3));
    private final Map<Integer, Member> homes = new HashMap<>();
    private int size = 1_000;
    private int moved;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aClientMovesOnlyWhenItsMemberIsLostAndThenAtOnceAndForGood(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Pool pool = Given.pool(clock, config());
        for (int step = 0; step < STEPS; step++) {
            clock.pass(Duration.ofMillis(random.nextInt(200)));
            change(pool, random);
            for (int i = 0; i < 5; i++) request(pool, random.nextInt(CLIENTS));
        }
        assertThat(homes).hasSize(CLIENTS);
        assertThat(moved).isGreaterThan(50);
    }

    private void change(Pool pool, SplittableRandom random) {
        List<MemberState> states = pool.snapshot().members();
        Member one = states.get(random.nextInt(states.size())).member();
        switch (random.nextInt(9)) {
            case 0 -> pool.health(one, false, "status 503");
            case 1, 2, 3 -> pool.health(one, true, "");
            case 4 -> pool.drain(one);
            case 5 -> pool.enable(one);
            case 6 -> pool.weigh(one, random.nextInt(4));
            case 7 -> reload(pool, random);
            default -> pool.tick();
        }
    }

    private void reload(Pool pool, SplittableRandom random) {
        int number = random.nextInt(8);
        if (numbers.size() > 2 && random.nextInt(3) == 0) numbers.remove(number);
        else numbers.add(number);
        size = 500 + random.nextInt(1_000);
        pool.reconfigure(config());
    }

    private void request(Pool pool, int client) {
        Member home = homes.get(client);
        Lease lease = pool.choose(new Client(client, pool));
        if (lease == null) {
            assertThat(home == null || !home.keeping()).isTrue();
            return;
        }
        lease.close(Outcome.ANSWERED, 1);
        Member served = lease.member();
        if (home != null && home.keeping()) assertThat(served).isSameAs(home);
        assertThat(served.keeping()).isTrue();
        if (home != null && served != home) moved++;
        homes.put(client, served);
    }

    private dev.galley.config.PoolConfig config() {
        List<MemberConfig> members = new ArrayList<>();
        for (int number : numbers) members.add(Given.member(number));
        TableLimits limits = new TableLimits(Duration.ofHours(1), size);
        return Given.keeping(
                new PersistenceConfig.Source(32, 64, limits), members.toArray(MemberConfig[]::new));
    }

    private record Client(int number, Pool pool) implements Ask {
        @Override
        public SessionKey session() {
            return pool.session(InetAddress.ofLiteral("10.0.0." + number), HERE);
        }

        @Override
        public long hash() {
            return number;
        }

        @Override
        public boolean tried(Member member) {
            return false;
        }
    }
}
