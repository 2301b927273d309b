// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import dev.galley.config.Address;
import dev.galley.config.AdminConfig;
import dev.galley.config.Cidr;
import dev.galley.web.AdminServer;
import dev.galley.web.AppStatus;
import dev.galley.web.Control;
import dev.galley.web.DenyList;
import dev.galley.web.Durations;
import dev.galley.web.Explanation;
import dev.galley.web.Floods;
import dev.galley.web.ListenerStatus;
import dev.galley.web.MemberStatus;
import dev.galley.web.PoolScale;
import dev.galley.web.PoolStatus;
import dev.galley.web.Question;
import dev.galley.web.Refused;
import dev.galley.web.Reload;
import dev.galley.web.SessionTotals;
import dev.galley.web.Sessions;
import dev.galley.web.SharedTotals;
import dev.galley.web.Status;
import dev.galley.web.Totals;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A balancer of one pool, all in memory, behind a real admin API. Each look at it finds one second
/// and 100 requests more.
final class Shop implements Control, AutoCloseable {
    static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    private final AdminServer server;
    private volatile List<String> broken = List.of();
    private volatile String state = "up";
    private volatile int weight = 1;
    private volatile int looks;

    Shop(@Nullable String token) throws IOException {
        server = AdminServer.bind(new AdminConfig(new Address("127.0.0.1", 0), token), this);
        server.serve();
    }

    /// HOST:PORT of its admin API.
    String at() {
        return "127.0.0.1:" + server.address().getPort();
    }

    void breakFile(String... errors) {
        broken = List.of(errors);
    }

    @Override
    public synchronized Status status() {
        int look = looks++;
        return new Status(
                "1.2.3",
                THEN,
                3720.5 + look,
                "epoll",
                "/etc/galley.yaml",
                last(),
                7,
                List.of(
                        listener("127.0.0.1:8080", 1_000_000 + 100 * look),
                        listener("127.0.0.1:8081", 0)),
                List.of(
                        new PoolStatus(
                                "web",
                                "round-robin",
                                1,
                                2,
                                null,
                                new PoolScale(
                                        5, "80 in flight, 16 for each", 2, 8, 3, 0, 4, 1, null),
                                List.of(
                                        member("10.0.0.1:80", state, null, 600 + 100 * look, 0),
                                        member("10.0.0.2:80", "down", "refused", 6, 3)))),
                List.of(),
                new Floods(3, List.of(new Floods.Kept("127.0.0.1:8080", 11, 0, 2, 1500, 14))),
                app(look));
    }

    private static AppStatus app(int look) {
        return new AppStatus(
                "n1",
                "10.0.0.1:7800",
                3,
                100,
                List.of(
                        new AppStatus.ModuleStatus(
                                "users", true, List.of("n1", "n4"), null, null, Map.of()),
                        new AppStatus.ModuleStatus(
                                "mail",
                                false,
                                List.of("n2"),
                                "app/mail",
                                null,
                                Map.of("not-connected", 2L, "failed", 0L))),
                List.of(
                        new AppStatus.MethodStatus(
                                "Users/find", Map.of("failed", 1L), totals(20 + look, 1))));
    }

    private static ListenerStatus listener(String name, long n) {
        return new ListenerStatus(name, 4, 1, 3, Map.of(), totals(n, 0), List.of());
    }

    private MemberStatus member(String name, String state, @Nullable String why, long n, long bad) {
        return new MemberStatus(name, state, why, THEN, weight, 1, 0, 2, totals(n, bad));
    }

    private static Totals totals(long n, long bad) {
        var durations = new Durations(List.of(0.001, 0.1), List.of(n - n / 10, n / 10, 0L), 0.5);
        return new Totals(n, Map.of("2xx", n - bad, "5xx", bad), 0, 0, durations);
    }

    private Reload last() {
        return new Reload(broken.isEmpty(), THEN, THEN, broken);
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public Reload reload() throws Refused {
        if (!broken.isEmpty()) throw new Refused(422, "galley.yaml has 2 errors", broken);
        return last();
    }

    @Override
    public void drain(String pool, String member) throws Refused {
        if (!pool.equals("web")) throw Refused.unknown("pool", pool, List.of("web"));
        state = "draining";
    }

    @Override
    public void enable(String pool, String member) {
        state = "up";
    }

    @Override
    public void weight(String pool, String member, int weight) {
        this.weight = weight;
    }

    @Override
    public Sessions sessions(String pool, int offset, int limit) throws Refused {
        if (pool.equals("wbe")) throw Refused.unknown("pool", pool, List.of("web"));
        List<Sessions.SessionStatus> some =
                List.of(
                        new Sessions.SessionStatus("#0123456789abcdef", "10.0.0.1:80", 0.25),
                        new Sessions.SessionStatus("192.0.2.7", "10.0.0.2:80", 75));
        var table = new SessionTotals("table", 7, 100, 4, new SharedTotals("no answer", 5, 6, 7));
        var cookie = new SessionTotals("cookie", 0, 0, 0, null);
        return new Sessions(
                List.of(
                        new Sessions.PoolSessions(
                                "web", table, some.subList(0, Math.min(limit, 2))),
                        new Sessions.PoolSessions("shop", cookie, List.of())));
    }

    @Override
    public Explanation explain(String pool, Question question) {
        return new Explanation(
                pool,
                "hash",
                "10.0.0.1:80",
                List.of(
                        new Explanation.Candidate("10.0.0.1:80", question.toString()),
                        new Explanation.Candidate("10.0.0.2:80", "down: refused")));
    }

    @Override
    public void close() {
        server.close();
    }

    @Override
    public DenyList denied(int offset, int limit) {
        return new DenyList(
                3,
                List.of(
                        new DenyList.DeniedSource("10.0.0.0/8", null),
                        new DenyList.DeniedSource("fd00::1", 75.0)));
    }

    @Override
    public DenyList.Changed deny(List<Cidr> sources, @Nullable Duration ttl) throws Refused {
        if (ttl == null) throw new Refused(409, "no listener has flood: {deny: true}");
        return new DenyList.Changed(sources.size(), 3 + sources.size());
    }

    @Override
    public DenyList.Changed allow(List<Cidr> sources) {
        return new DenyList.Changed(sources.getFirst().bits() == 32 ? 1 : 0, 2);
    }
}
