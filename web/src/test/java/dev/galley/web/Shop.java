// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import dev.galley.config.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A balancer of one listener and one pool, all in memory.
final class Shop implements Control {
    private static final SharedTotals SHARED = new SharedTotals("no answer", 5, 6, 7);

    static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    final List<String> done = Collections.synchronizedList(new ArrayList<>());
    volatile @Nullable String broken;
    volatile boolean ready = true;

    @Override
    public Status status() {
        return new Status(
                "0.1.0",
                THEN,
                90.5,
                "epoll",
                "/etc/galley.yaml",
                last(),
                7,
                List.of(
                        new ListenerStatus(
                                ":8080",
                                4,
                                1,
                                3,
                                Map.of("SD", 5L),
                                totals(12),
                                List.of(new RouteStatus("/a\"b\\** -> web", totals(10))))),
                List.of(
                        new PoolStatus(
                                "web",
                                "round-robin",
                                1,
                                0,
                                new SessionTotals("source", 3, 100, 4, SHARED),
                                new PoolScale(
                                        5,
                                        "80 in flight, 16 for each",
                                        2,
                                        8,
                                        3,
                                        1,
                                        6,
                                        2,
                                        "no room"),
                                List.of(
                                        member("10.0.0.1:80", "up", null),
                                        member("10.0.0.2:80", "down", "connection refused")))),
                List.of(
                        new VirtualAddressStatus(
                                "10.0.0.100",
                                List.of("10.0.0.100/24"),
                                "eth0",
                                51,
                                "backup",
                                50,
                                100,
                                "10.0.0.2",
                                THEN,
                                null,
                                2,
                                30,
                                400,
                                Map.of("ttl", 6L))),
                new Floods(2, List.of(new Floods.Kept(":8080", 11, 12, 13, 15, 14))),
                app());
    }

    private static AppStatus app() {
        Map<String, Long> failures = Map.of("not-connected", 2L);
        return new AppStatus(
                "n1",
                "10.0.0.1:7800",
                3,
                100,
                List.of(
                        new AppStatus.ModuleStatus(
                                "users",
                                true,
                                List.of("n1"),
                                null,
                                new ModuleScale(3, "96 in flight, 32 for each", 2, 10),
                                Map.of()),
                        new AppStatus.ModuleStatus(
                                "mail", false, List.of("n2"), "app/mail", null, failures)),
                List.of(new AppStatus.MethodStatus("Users/find", Map.of("failed", 1L), totals(7))));
    }

    private static MemberStatus member(String name, String state, @Nullable String reason) {
        return new MemberStatus(name, state, reason, THEN, 1, 1, 0, 2, totals(5));
    }

    private static Totals totals(long n) {
        var durations = new Durations(List.of(0.001, 0.01), List.of(n - 2, 1L, 1L), 0.5);
        return new Totals(n, Map.of("2xx", n - 1, "5xx", 1L), 100 * n, 1000 * n, durations);
    }

    private Reload last() {
        String error = broken;
        List<String> errors = error == null ? List.of() : List.of(error);
        return new Reload(error == null, THEN.plusSeconds(60), THEN, errors);
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public Reload reload() throws Refused {
        Reload reload = last();
        if (!reload.success()) throw new Refused(422, "the file has an error", reload.errors());
        return reload;
    }

    @Override
    public void drain(String pool, String member) throws Refused {
        done.add("drain " + pool + " " + member);
    }

    @Override
    public void enable(String pool, String member) throws Refused {
        done.add("enable " + pool + " " + member);
    }

    @Override
    public void weight(String pool, String member, int weight) throws Refused {
        done.add("weight " + pool + " " + member + " " + weight);
    }

    @Override
    public Sessions sessions(String pool, int offset, int limit) {
        var session =
                new Sessions.SessionStatus("10.1.1.1", "10.0.0.1:80 " + offset + " " + limit, 1.5);
        var totals = new SessionTotals("source", 3, 100, 4, SHARED);
        return new Sessions(List.of(new Sessions.PoolSessions(pool, totals, List.of(session))));
    }

    @Override
    public Explanation explain(String pool, Question question) throws Refused {
        if (question.url().equals("/bug")) throw new IllegalStateException("a bug");
        return new Explanation(
                pool,
                "hash",
                "10.0.0.1:80",
                List.of(new Explanation.Candidate("10.0.0.1:80", question.toString())));
    }

    @Override
    public DenyList denied(int offset, int limit) {
        return new DenyList(
                2,
                List.of(
                        new DenyList.DeniedSource("10.0.0.0/8 " + offset + " " + limit, null),
                        new DenyList.DeniedSource("fd00::1", 9.5)));
    }

    @Override
    public DenyList.Changed deny(List<Cidr> sources, @Nullable Duration ttl) throws Refused {
        done.add("deny " + sources + " " + ttl);
        return new DenyList.Changed(sources.size(), 2);
    }

    @Override
    public DenyList.Changed allow(List<Cidr> sources) {
        done.add("allow " + sources);
        return new DenyList.Changed(sources.size(), 1);
    }
}
