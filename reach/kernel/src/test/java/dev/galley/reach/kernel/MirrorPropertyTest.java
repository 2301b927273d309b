// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.Bind;
import dev.galley.pool.Lease;
import dev.galley.pool.Member;
import dev.galley.pool.MemberState;
import dev.galley.pool.Outcome;
import dev.galley.pool.Pool;
import dev.galley.pool.Snapshot;
import dev.galley.reach.kernel.Table.Entry;
import dev.galley.reach.kernel.Table.Held;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever happens to pools, in whatever order: the table is what the pools are, and it took no
/// more steps than there are differences.
class MirrorPropertyTest {
    private static final int ROUNDS = 300;
    private static final List<String> POLICIES =
            List.of("round-robin", "ratio", "least-connections", "hash");
    private static final List<String> WAYS = List.of("nat", "direct", "tunnel");
    private static final List<String> POOLS = List.of("a", "b");
    private static final List<String> BINDS =
            List.of("10.0.0.100:80", "10.0.0.101:80", "10.0.0.100:80/udp");
    private static final ServiceKey OTHERS = ServiceKey.of(Bind.parse("10.0.0.100:22"));

    private final FakeKernel kernel = new FakeKernel();
    private final Given given = new Given();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theTableIsWhatThePoolsAreAndNoStepIsInVain(long seed) {
        Random random = new Random(seed);
        kernel.other(OTHERS);
        given.read(file(random));
        Mirror mirror = idle();
        for (int round = 0; round < ROUNDS; round++) {
            Table before = kernel.table();
            happen(random);
            mirror.serve(given.all());
            // Who leaves has weight 0 first.
            mirror.serve(given.all());
            Table after = kernel.table();
            assertThat(flat(after)).as("seed " + seed + " round " + round).isEqualTo(wanted());
            assertThat(kernel.steps())
                    .hasSize(differences(flat(before), flat(after)) + leavers(before, flat(after)));
            if (random.nextInt(20) == 0) {
                mirror.close();
                mirror = idle();
            }
        }
        assertThat(kernel.table().others()).containsExactly(OTHERS);
        mirror.close();
    }

    /// It does nothing of itself.
    private Mirror idle() {
        return new Mirror(kernel, Given.MIRROR, Duration.ofDays(1));
    }

    private void happen(Random random) {
        Pool pool = given.pool(any(POOLS, random));
        List<Member> members = pool.snapshot().roll();
        Member member = members.get(random.nextInt(members.size()));
        switch (random.nextInt(5)) {
            case 0 -> given.read(file(random));
            case 1 -> pool.drain(member);
            case 2 -> pool.enable(member);
            case 3 -> pool.weigh(member, random.nextInt(4));
            default -> fail(pool);
        }
    }

    /// So often that who serves is ejected.
    private static void fail(Pool pool) {
        for (int i = 0; i < 10; i++) {
            Lease lease = pool.choose(Given.ask(i));
            if (lease != null) lease.close(Outcome.FAILED, 1);
        }
    }

    private static String file(Random random) {
        String listeners =
                BINDS.stream()
                        .filter(_ -> random.nextInt(4) > 0)
                        .map(bind ->
                                "{bind: \"%s\", via: %s, pool: %s}"
                                        .formatted(bind, any(WAYS, random), any(POOLS, random)))
                        .collect(Collectors.joining(", "));
        return "pools:\n"
                + POOLS.stream().map(name -> pool(name, random)).collect(Collectors.joining())
                + "listeners: ["
                + listeners
                + "]\n";
    }

    private static String pool(String name, Random random) {
        String members =
                IntStream.range(1, 6)
                        .filter(i -> i == 1 || random.nextBoolean())
                        .mapToObj(i ->
                                "{address: \"10.0.0.%d:80\", weight: %d, priority: %d%s}"
                                        .formatted(
                                                i,
                                                random.nextInt(3),
                                                1 + random.nextInt(2),
                                                random.nextInt(3) == 0
                                                        ? ", max-connections: 5"
                                                        : ""))
                        .collect(Collectors.joining(", "));
        return "  %s: {policy: %s, ejection: {failures: 2, for: 1h}, members: [%s]}\n"
                .formatted(name, any(POLICIES, random), members);
    }

    private static String any(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    /// Services and destinations, each by what it is known by.
    private static Map<Object, Object> flat(Table table) {
        Map<Object, Object> flat = new HashMap<>();
        table.ours()
                .forEach((key, entry) -> {
                    flat.put(key, entry.service());
                    for (Held held : entry.destinations().values())
                        flat.put(List.of(key, held.destination().address()), held.destination());
                });
        return flat;
    }

    private Map<Object, Object> wanted() {
        Map<Object, Object> flat = new HashMap<>();
        for (Mirrored one : given.all()) {
            Snapshot snapshot = one.pool().snapshot();
            flat.put(one.key(), Translation.of(one.config(), snapshot).service());
            for (MemberState state : snapshot.members())
                if (state.keeping()) {
                    InetSocketAddress address = state.member().address();
                    flat.put(List.of(one.key(), address), wanted(one, snapshot, state));
                }
        }
        return flat;
    }

    private static Destination wanted(Mirrored one, Snapshot snapshot, MemberState state) {
        String via = one.config().getClass().getSimpleName();
        Integer most = state.config().maxConnections();
        return new Destination(
                state.member().address(),
                Forwarding.valueOf(via.toUpperCase(Locale.ROOT)),
                snapshot.serving(state) ? state.weight() : 0,
                most == null ? 0 : most);
    }

    /// Those who could get something new, and then went, but did not fail.
    private int leavers(Table before, Map<Object, Object> after) {
        int leavers = 0;
        for (Entry entry : before.ours().values())
            for (Held held : entry.destinations().values()) {
                ServiceKey key = entry.service().key();
                InetSocketAddress address = held.destination().address();
                boolean gone = !after.containsKey(List.of(key, address));
                if (gone && held.destination().weight() > 0 && !failed(key, address)) leavers++;
            }
        return leavers;
    }

    private boolean failed(ServiceKey key, InetSocketAddress address) {
        return given.all().stream()
                .filter(one -> one.key().equals(key))
                .flatMap(one -> one.pool().snapshot().members().stream())
                .anyMatch(state -> state.member().address().equals(address));
    }

    /// A service takes its destinations with it.
    private static int differences(Map<Object, Object> before, Map<Object, Object> after) {
        Set<Object> all = new HashSet<>(before.keySet());
        all.addAll(after.keySet());
        all.removeIf(key ->
                key instanceof List<?> pair
                        && before.containsKey(pair.getFirst())
                        && !after.containsKey(pair.getFirst()));
        return (int)
                all.stream()
                        .filter(key ->
                                !before.containsKey(key) || !before.get(key).equals(after.get(key)))
                        .count();
    }
}
