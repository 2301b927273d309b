// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.net.Origin;
import dev.galley.pool.Ask;
import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import dev.galley.pool.persistence.AddressClue;
import dev.galley.pool.persistence.Clue;
import dev.galley.pool.persistence.CookieClue;
import dev.galley.pool.persistence.CookieSeal;
import dev.galley.pool.persistence.FormClue;
import dev.galley.pool.persistence.HeaderClue;
import dev.galley.pool.persistence.SessionKey;
import dev.galley.pool.persistence.SessionTable;
import dev.galley.pool.persistence.Span;
import dev.galley.pool.persistence.UrlClue;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request and its answer say of the client's session at a member. Belongs to its exchange.
final class Affinity {
    private static final byte[] COOKIE = Words.of("Cookie: ");
    private static final byte[] PRIVATE = Words.of("\r\nCache-Control: private\r\n");
    private static final byte[] SET_COOKIE = Words.of("Set-Cookie: ");

    private final FormSearch search = new FormSearch();
    private @Nullable CookieSeal<Member> seal;
    private @Nullable SessionTable<Member> table;
    private @Nullable SessionKey session;
    private CookieSeal.@Nullable Opened<Member> cookie;
    private boolean tls;

    /// @param tls whether the client came by TLS
    /// @param body whether an id may be searched for in the body, which then is held
    void begin(Pool pool, Origin origin, boolean tls, RequestHead request, boolean body) {
        switch (pool.persistence()) {
            case null -> {}
            case CookieSeal<Member> cookies -> {
                seal = cookies;
                this.tls = tls;
                cookie = cookie(cookies, request);
            }
            case SessionTable<Member> sessions -> {
                table = sessions;
                session = session(sessions, origin, request, body);
            }
        }
    }

    void forget() {
        seal = null;
        table = null;
        session = null;
        cookie = null;
        search.forget();
    }

    /// What the client's session is known by; null: it has none, or a cookie says it all.
    @Nullable SessionKey session() {
        return session;
    }

    /// The member that a good cookie names.
    @Nullable Member kept() {
        return cookie == null ? null : cookie.member();
    }

    private static CookieSeal.@Nullable Opened<Member> cookie(
            CookieSeal<Member> seal, RequestHead in) {
        for (int i = 0; i < in.count; i++) {
            if (in.field[i] != Field.COOKIE) continue;
            CookieSeal.Opened<Member> opened = seal.find(in.b, in.valueFrom[i], in.valueTo[i]);
            if (opened != null) return opened;
        }
        return null;
    }

    private @Nullable SessionKey session(
            SessionTable<Member> table, Origin origin, RequestHead in, boolean body) {
        List<Clue> clues = table.clues();
        for (int i = 0; i < clues.size(); i++) {
            Clue clue = clues.get(i);
            if (clue instanceof FormClue form && body) search.begin(form, table.search(), in);
            SessionKey found = read(clue, table, origin, in);
            if (found != null) return found;
        }
        return null;
    }

    private static @Nullable SessionKey read(
            Clue clue, SessionTable<Member> table, Origin origin, RequestHead in) {
        return switch (clue) {
            case AddressClue address ->
                    table.key(
                            address == AddressClue.SOURCE
                                    ? origin.source().getAddress()
                                    : origin.destination().getAddress());
            case CookieClue wanted -> id(wanted, table, in);
            case UrlClue wanted -> id(wanted, table, in);
            case HeaderClue wanted -> {
                int i = in.find(wanted.name());
                yield i < 0 ? null : table.key(in.b, in.valueFrom[i], in.valueTo[i]);
            }
            case FormClue _ -> null;
        };
    }

    private static @Nullable SessionKey id(
            CookieClue wanted, SessionTable<Member> table, RequestHead in) {
        for (int i = 0; i < in.count; i++) {
            if (in.field[i] != Field.COOKIE) continue;
            long span = wanted.find(in.b, in.valueFrom[i], in.valueTo[i]);
            if (span != Span.NONE) return table.key(in.b, Span.from(span), Span.to(span));
        }
        return null;
    }

    private static @Nullable SessionKey id(
            UrlClue wanted, SessionTable<Member> table, RequestHead in) {
        long span = in.queryFrom < 0 ? Span.NONE : wanted.inQuery(in.b, in.queryFrom, in.queryTo);
        if (span != Span.NONE) return table.key(in.b, Span.from(span), Span.to(span));
        span = wanted.inPath(in.path, in.pathFrom, in.pathTo);
        return span == Span.NONE ? null : table.key(in.path, Span.from(span), Span.to(span));
    }

    /// Whether the body is held, since the session's id may be in it.
    boolean searching() {
        return search.on();
    }

    /// Looks at what there is of the body.
    ///
    /// @return whether the search is over
    boolean search(ByteBuf in) {
        SessionTable<Member> sessions = table;
        if (sessions == null || !search.over(in)) return false;
        SessionKey found = search.key(sessions);
        if (found != null) session = found;
        search.forget();
        return true;
    }

    /// Whether line `i` of a request holds the balancer's own cookie, which is none of a member's
    /// business.
    boolean owns(RequestHead in, int i) {
        return seal != null
                && in.field[i] == Field.COOKIE
                && seal.within(in.b, in.valueFrom[i], in.valueTo[i]);
    }

    /// Writes the other cookies of such a line.
    void others(HeadWriter out, RequestHead in, int i) {
        if (seal == null) return;
        boolean begun = false;
        for (int p = in.valueFrom[i], to = in.valueTo[i], end; p < to; p = end + 1) {
            end = CookieClue.end(in.b, p, to);
            while (p < end && (in.b[p] == ' ' || in.b[p] == '\t')) p++;
            if (p == end || seal.owns(in.b, p, end)) continue;
            if (begun) out.put(';').put(' ');
            else out.put(COOKIE);
            out.put(in.b, p, end);
            begun = true;
        }
        if (begun) out.crlf();
    }

    /// Whether line `i` of an answer would set the balancer's own cookie.
    boolean drops(AnswerHead in, int i) {
        return seal != null
                && in.field[i] == Field.SET_COOKIE
                && seal.sets(in.b, in.valueFrom[i], in.valueTo[i]);
    }

    /// The Set-Cookie value that tells the client of its session's new member, or anew of the old
    /// one; null: it knows.
    @Nullable String news(Member served, Ask ask) {
        if (seal == null) return null;
        CookieSeal.Opened<Member> known = cookie;
        if (known == null) return seal.cookie(served, tls);
        Member its = known.member();
        if (its == served) return known.renew() ? seal.cookie(served, tls) : null;
        // A full member keeps its session.
        return its.keeping() && !ask.tried(its) ? null : seal.cookie(served, tls);
    }

    /// Writes the lines that tell the client, and no shared cache, of its session's member.
    void tell(HeadWriter out, Member served, Ask ask) {
        String news = news(served, ask);
        if (news != null) out.put(SET_COOKIE).put(news).put(PRIVATE);
    }

    /// Learns the ids of the sessions that `member` begins with this answer.
    void learn(AnswerHead in, Member member) {
        SessionTable<Member> sessions = table;
        if (sessions == null) return;
        List<Clue> clues = sessions.clues();
        for (int c = 0; c < clues.size(); c++)
            for (int i = 0; i < in.count; i++) {
                long span = set(clues.get(c), in, i);
                SessionKey key =
                        span == Span.NONE
                                ? null
                                : sessions.key(in.b, Span.from(span), Span.to(span));
                if (key != null) sessions.begin(key, member);
            }
    }

    /// Where line `i` of an answer tells a session's id.
    private static long set(Clue clue, AnswerHead in, int i) {
        int from = in.valueFrom[i], to = in.valueTo[i];
        String cookie = clue.cookie();
        if (in.field[i] == Field.SET_COOKIE && !cookie.isEmpty())
            return CookieClue.set(in.b, from, to, cookie);
        if (in.field[i] == Field.LOCATION && clue instanceof UrlClue url)
            return url.inUrl(in.b, from, to);
        return clue instanceof HeaderClue header
                        && Chars.is(in.b, in.nameFrom[i], in.nameTo[i], header.name())
                ? Span.of(from, to)
                : Span.NONE;
    }
}
