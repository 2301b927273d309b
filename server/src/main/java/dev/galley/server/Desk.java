// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.config.AdminConfig;
import dev.galley.config.Cidr;
import dev.galley.config.Limits;
import dev.galley.config.ListenerConfig;
import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import dev.galley.reach.kernel.nft.Denied;
import dev.galley.reach.kernel.nft.Floods;
import dev.galley.reach.kernel.nft.NftException;
import dev.galley.server.Site.Bound;
import dev.galley.web.AdminServer;
import dev.galley.web.ClusterControl;
import dev.galley.web.Control;
import dev.galley.web.DenyList;
import dev.galley.web.Explanation;
import dev.galley.web.Explanation.Candidate;
import dev.galley.web.Question;
import dev.galley.web.Refused;
import dev.galley.web.Reload;
import dev.galley.web.Sessions;
import dev.galley.web.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the admin API sees and does of this process.
record Desk(Galley galley) implements Control {
    /// Binds the admin API, which answers nobody yet.
    static AdminServer open(AdminConfig config, Galley galley) {
        try {
            return AdminServer.bind(config, new Desk(galley));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /// The member, in its pool.
    private record Seat(Pool pool, Member member) {}

    @Override
    public Status status() {
        return galley.status();
    }

    @Override
    public boolean ready() {
        return galley.ready();
    }

    @Override
    public Reload reload() throws Refused {
        try {
            return galley.reload();
        } catch (StartException e) {
            throw new Refused(422, "refused; what ran before keeps running", e.errors());
        }
    }

    @Override
    public ClusterControl cluster() throws Refused {
        ClusterControl desk = galley.cluster();
        return desk == null ? Control.super.cluster() : desk;
    }

    @Override
    public void drain(String pool, String member) throws Refused {
        Seat seat = seat(pool, member);
        seat.pool().drain(seat.member());
    }

    @Override
    public void enable(String pool, String member) throws Refused {
        Seat seat = seat(pool, member);
        seat.pool().enable(seat.member());
    }

    @Override
    public void weight(String pool, String member, int weight) throws Refused {
        Seat seat = seat(pool, member);
        seat.pool().weigh(seat.member(), weight);
    }

    @Override
    public Sessions sessions(String pool, int offset, int limit) throws Refused {
        List<Pool> asked = pool.isEmpty() ? galley.pools() : List.of(pool(pool));
        return new Sessions(
                asked.stream()
                        .map(p -> SessionViews.page(p, galley.sharing(), offset, limit))
                        .filter(Objects::nonNull)
                        .toList());
    }

    @Override
    public Explanation explain(String pool, Question question) throws Refused {
        Pool asked = pool(pool);
        var members = asked.explain(Inquiry.of(asked, question, limits()));
        @Nullable String chosen = null;
        for (var m : members) if (m.chosen()) chosen = m.state().member().name();
        return new Explanation(
                pool,
                Views.word(asked.config().policy()),
                chosen,
                members.stream()
                        .map(m -> new Candidate(m.state().member().name(), m.why()))
                        .toList());
    }

    @Override
    public DenyList denied(int offset, int limit) {
        List<Denied> all = galley.floods().denied();
        Instant now = Instant.now();
        return new DenyList(
                all.size(),
                all.stream().skip(offset).limit(limit).map(d -> Guards.view(d, now)).toList());
    }

    @Override
    public DenyList.Changed deny(List<Cidr> sources, @Nullable Duration ttl) throws Refused {
        Floods floods = galley.floods();
        if (!floods.denies()) throw new Refused(409, "no listener has flood: {deny: true}");
        try {
            return new DenyList.Changed(floods.deny(sources, ttl), floods.denied().size());
        } catch (IllegalArgumentException e) {
            throw new Refused(422, String.valueOf(e.getMessage()));
        } catch (NftException e) {
            throw new Refused(500, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public DenyList.Changed allow(List<Cidr> sources) throws Refused {
        Floods floods = galley.floods();
        try {
            return new DenyList.Changed(floods.allow(sources), floods.denied().size());
        } catch (NftException e) {
            throw new Refused(500, String.valueOf(e.getMessage()));
        }
    }

    /// Of the first HTTP listener: it knows how a request must look.
    private Limits limits() throws Refused {
        for (Bound listener : galley.site().listeners())
            if (listener.config() instanceof ListenerConfig.Http http) return http.limits();
        throw new Refused(409, "there is no HTTP listener");
    }

    private Pool pool(String name) throws Refused {
        List<Pool> pools = galley.pools();
        for (Pool pool : pools) if (pool.name().equals(name)) return pool;
        throw Refused.unknown("pool", name, pools.stream().map(Pool::name).toList());
    }

    private Seat seat(String poolName, String memberName) throws Refused {
        Pool pool = pool(poolName);
        Member member = pool.member(memberName);
        if (member != null) return new Seat(pool, member);
        throw Refused.unknown(
                "member",
                memberName,
                pool.snapshot().members().stream().map(m -> m.member().name()).toList());
    }
}
