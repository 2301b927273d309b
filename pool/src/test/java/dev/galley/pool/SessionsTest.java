// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import static dev.galley.pool.Given.at;
import static dev.galley.pool.Given.keeping;
import static dev.galley.pool.Given.limited;
import static dev.galley.pool.Given.members;
import static dev.galley.pool.Given.pool;
import static dev.galley.pool.Given.ranked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.HttpOnly;
import dev.galley.config.MemberConfig;
import dev.galley.config.PersistenceConfig;
import dev.galley.config.SameSite;
import dev.galley.config.SecureCookie;
import dev.galley.config.TableLimits;
import dev.galley.pool.persistence.CookieSeal;
import dev.galley.pool.persistence.SessionKey;
import dev.galley.pool.persistence.SessionTable;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final TableLimits LIMITS = new TableLimits(Duration.ofMinutes(30), 100);
    private static final PersistenceConfig SOURCE = new PersistenceConfig.Source(32, 64, LIMITS);
    private static final PersistenceConfig COOKIE =
            new PersistenceConfig.Cookie(
                    "GALLEY", null, "/", null, HttpOnly.ON, SecureCookie.AUTO, SameSite.LAX, null);

    private final Given.Clock clock = new Given.Clock();

    @Test
    void aClientComesBackToItsMember() {
        Pool pool = of(SOURCE, members(3));
        Member first = serve(pool, "10.0.0.1");
        Member second = serve(pool, "10.0.0.2");
        assertThat(second).isNotSameAs(first);
        for (int i = 0; i < 10; i++) {
            assertThat(serve(pool, "10.0.0.1")).isSameAs(first);
            assertThat(serve(pool, "10.0.0.2")).isSameAs(second);
        }
    }

    @Test
    void theDestinationCanBeWhatCounts() {
        Pool pool = of(new PersistenceConfig.Destination(LIMITS), members(3));
        InetAddress one = InetAddress.ofLiteral("192.0.2.1");
        SessionKey key = pool.session(InetAddress.ofLiteral("10.0.0.1"), one);
        assertThat(key).isEqualTo(pool.session(InetAddress.ofLiteral("10.0.0.2"), one));
        assertThat(key).hasToString("192.0.2.1");
    }

    @Test
    void aPoolWithoutItRemembersNothing() {
        Pool pool = pool(Given.ROUND_ROBIN, members(2));
        InetAddress any = InetAddress.ofLiteral("10.0.0.1");
        assertThat(pool.session(any, any)).isNull();
        assertThat(pool.persistence()).isNull();
    }

    @Test
    void aDrainingMemberAndOneWithoutWeightKeepTheirSessionsAndGetNoNewOnes() {
        Pool pool = of(SOURCE, members(2));
        Member its = serve(pool, "10.0.0.1");
        pool.drain(its);
        assertThat(serve(pool, "10.0.0.1")).isSameAs(its);
        assertThat(serve(pool, "10.0.0.9")).isNotSameAs(its);
        pool.enable(its);
        pool.weigh(its, 0);
        assertThat(serve(pool, "10.0.0.1")).isSameAs(its);
        assertThat(serve(pool, "10.0.0.8")).isNotSameAs(its);
    }

    @Test
    void aSessionStaysWithAWorsePriorityOnceItIsThere() {
        Pool pool = of(SOURCE, ranked(0, 1), ranked(1, 2));
        pool.health(at(pool, 0), false, "status 503");
        assertThat(serve(pool, "10.0.0.1")).isSameAs(at(pool, 1));
        pool.health(at(pool, 0), true, "");
        assertThat(serve(pool, "10.0.0.1")).isSameAs(at(pool, 1));
        assertThat(serve(pool, "10.0.0.2")).isSameAs(at(pool, 0));
    }

    @Test
    void aMemberThatIsDownLosesItsSessionsAndDoesNotGetThemBack() {
        Pool pool = of(SOURCE, members(3));
        Member its = serve(pool, "10.0.0.1");
        pool.health(its, false, "status 503");
        Member next = serve(pool, "10.0.0.1");
        assertThat(next).isNotSameAs(its);
        pool.health(its, true, "");
        for (int i = 0; i < 5; i++) assertThat(serve(pool, "10.0.0.1")).isSameAs(next);
    }

    @Test
    void aMemberThatIsEjectedLosesItsSessions() {
        Pool pool = of(SOURCE, members(2));
        Member its = serve(pool, "10.0.0.1");
        for (int i = 0; i < 5; i++)
            pool.choose(ask(pool, "10.0.0.1")).close(Outcome.NOT_CONNECTED, 1);
        assertThat(serve(pool, "10.0.0.1")).isNotSameAs(its);
    }

    @Test
    void aMemberThatWasTriedInVainLosesTheSession() {
        Pool pool = of(SOURCE, members(3));
        Member its = serve(pool, "10.0.0.1");
        Lease retry = pool.choose(ask(pool, "10.0.0.1", its));
        assertThat(retry.member()).isNotSameAs(its);
        assertThat(serve(pool, "10.0.0.1")).isSameAs(retry.member());
    }

    @Test
    void aFullMemberKeepsTheSessionWhileAnotherServesTheRequest() {
        Pool pool = of(SOURCE, limited(0, 1), limited(1, 9));
        Lease held = pool.choose(ask(pool, "10.0.0.1"));
        assertThat(held.member()).isSameAs(at(pool, 0));
        assertThat(serve(pool, "10.0.0.1")).isSameAs(at(pool, 1));
        held.close(Outcome.ANSWERED, 1);
        assertThat(serve(pool, "10.0.0.1")).isSameAs(at(pool, 0));
        assertThat(at(pool, 1).inFlight()).isZero();
    }

    @Test
    void sessionsOutliveAReloadUnlessTheKindChangesOrTheirMemberLeaves() {
        Pool pool = of(SOURCE, members(3));
        Member first = serve(pool, "10.0.0.1");
        serve(pool, "10.0.0.2");
        Member third = serve(pool, "10.0.0.3");
        pool.reconfigure(
                keeping(
                        new PersistenceConfig.Source(
                                32, 64, new TableLimits(Duration.ofMinutes(5), 50)),
                        members(2)));
        assertThat(third.retired()).isTrue();
        pool.tick();
        assertThat(table(pool).size()).isEqualTo(2);
        assertThat(serve(pool, "10.0.0.1")).isSameAs(first);
        assertThat(serve(pool, "10.0.0.3")).isNotSameAs(third);
        pool.reconfigure(keeping(new PersistenceConfig.Destination(LIMITS), members(2)));
        assertThat(table(pool).size()).isZero();
        pool.reconfigure(Given.config(Given.ROUND_ROBIN, members(2)));
        assertThat(pool.persistence()).isNull();
    }

    @Test
    void theMemberThatACookieNamesIsUsedIfItCanBe() {
        Pool pool = of(COOKIE, members(3));
        Member its = at(pool, 2);
        for (int i = 0; i < 5; i++) assertThat(choose(pool, kept(its))).isSameAs(its);
        pool.drain(its);
        assertThat(choose(pool, kept(its))).isSameAs(its);
        pool.health(its, false, "status 503");
        assertThat(choose(pool, kept(its))).isNotSameAs(its);
    }

    @Test
    void cookiesOutliveAReloadAndThoseOfMembersThatLeftAreNoGood() {
        Pool pool = of(COOKIE, members(3));
        String zero = seal(pool).seal(at(pool, 0));
        String two = seal(pool).seal(at(pool, 2));
        Member first = at(pool, 0);
        pool.reconfigure(keeping(COOKIE, members(2)));
        assertThat(open(pool, zero)).isSameAs(first);
        assertThat(open(pool, two)).isNull();
    }

    private Pool of(PersistenceConfig persistence, MemberConfig... members) {
        return pool(clock, keeping(persistence, members));
    }

    @SuppressWarnings("unchecked") // pools have tables of members
    private static SessionTable<Member> table(Pool pool) {
        return (SessionTable<Member>) pool.persistence();
    }

    @SuppressWarnings("unchecked") // and seals of members
    private static CookieSeal<Member> seal(Pool pool) {
        return (CookieSeal<Member>) pool.persistence();
    }

    private static @Nullable Member open(Pool pool, String value) {
        byte[] bytes = value.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        var opened = seal(pool).open(bytes, 0, bytes.length);
        return opened == null ? null : opened.member();
    }

    private static Member serve(Pool pool, String source) {
        return choose(pool, ask(pool, source));
    }

    private static Member choose(Pool pool, Ask ask) {
        Lease lease = pool.choose(ask);
        lease.close(Outcome.ANSWERED, 1);
        return lease.member();
    }

    private static Ask kept(Member member) {
        return new Request(null, member, List.of());
    }

    private static Ask ask(Pool pool, String source, Member... tried) {
        InetAddress address = InetAddress.ofLiteral(source);
        InetAddress here = InetAddress.ofLiteral("192.0.2.1");
        return new Request(pool.session(address, here), null, Arrays.asList(tried));
    }

    private record Request(@Nullable SessionKey session, @Nullable Member kept, List<Member> before)
            implements Ask {
        @Override
        public long hash() {
            return 0;
        }

        @Override
        public boolean tried(Member member) {
            return before.contains(member);
        }
    }
}
