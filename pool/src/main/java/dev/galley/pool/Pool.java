// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.config.Address;
import dev.galley.config.HashKey;
import dev.galley.config.MemberConfig;
import dev.galley.config.PolicyConfig;
import dev.galley.config.PoolConfig;
import dev.galley.pool.persistence.Persistence;
import dev.galley.pool.persistence.SessionKey;
import dev.galley.pool.persistence.SessionTable;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A set of members that do the same job.
///
/// Choosing and closing are for any thread, event loops too: they take no lock and never wait. What
/// changes the pool (health, ejection, what is done by hand, a new configuration) makes a new
/// {@link Snapshot}, one writer at a time.
public final class Pool {
    private final String name;
    private final LongSupplier clock;
    private final Roster roster;
    private final RetryBudget retries;
    private final WaitQueue queue;

    /// Null: no client is brought back to its member.
    private volatile @Nullable Persistence<Member> persistence;

    /// The running number of the next request: it drives the turns and the dice of all policies,
    /// and goes on over snapshots so that no member is first more often than others.
    private final AtomicLong turn = new AtomicLong();

    /// @param writers how many event loops record traffic
    /// @throws java.io.UncheckedIOException if a member's name does not resolve
    public Pool(String name, PoolConfig config, int writers) {
        this(name, config, writers, System::nanoTime);
    }

    /// @param clock in nanoseconds, of no particular origin, never going back
    public Pool(String name, PoolConfig config, int writers, LongSupplier clock) {
        this.name = name;
        this.clock = clock;
        roster = new Roster(this, config, writers, clock);
        retries = new RetryBudget(config.retry().budget().fraction(), clock);
        queue = new WaitQueue(config.queue().size(), () -> choice().room());
        persistence = Sessions.of(this, config.persistence(), null, clock);
    }

    public String name() {
        return name;
    }

    /// The configuration in force.
    public PoolConfig config() {
        return snapshot().config();
    }

    /// What the pool is now.
    public Snapshot snapshot() {
        return roster.snapshot();
    }

    /// A member for this request, or null if none can take it now: then {@link #down} and {@link
    /// #full} tell why. A client's session decides first, if the pool cares about sessions: its
    /// member, unless that has lost it ({@link Member#keeping}) or was tried in vain. A member that
    /// is full keeps the session, and another one serves this request.
    public @Nullable Lease choose(Ask ask) {
        Persistence<Member> sessions = persistence;
        return sessions == null ? byPolicy(ask) : Sessions.choose(this, sessions, ask);
    }

    /// A member that the policy chooses.
    @Nullable Lease byPolicy(Ask ask) {
        Choice choice = choice();
        long key = choice.hashes ? ask.hash() : turn.getAndIncrement();
        int i = choice.pick(choice, key);
        if (i < 0) return null;
        Member member = choice.member(i);
        if (ask.tried(member) || !member.acquire()) return chooseAnother(choice, ask, key);
        return new Lease(this, member);
    }

    /// The slow way: the member chosen first has been tried already, or others were faster and took
    /// its last place. Ends, since each round finds a member free, loses it to another request, or
    /// finds none.
    private @Nullable Lease chooseAnother(Choice choice, Ask ask, long key) {
        Untried untried = new Untried(choice, ask);
        while (true) {
            int i = choice.pick(untried, key);
            if (i < 0) return null;
            if (choice.member(i).acquire()) return new Lease(this, choice.member(i));
        }
    }

    /// Whether no member is up at all (rather than all being full or tried).
    public boolean down() {
        return snapshot().up() == 0;
    }

    /// Whether members are up, but each is at its max-connections: then it makes sense to wait.
    public boolean full() {
        return !down() && !choice().room();
    }

    /// What {@link Ask#hash} is to hash; null if the policy does not hash.
    public @Nullable HashKey hashKey() {
        return config().policy() instanceof PolicyConfig.Hash hash ? hash.key() : null;
    }

    /// The response header in which members report their load; null if the policy does not read it.
    public @Nullable String loadHeader() {
        return config().policy() instanceof PolicyConfig.LeastLoad least ? least.header() : null;
    }

    /// How clients are brought back to their members; null: they are not.
    public @Nullable Persistence<Member> persistence() {
        return persistence;
    }

    /// What the session of a client is known by, if an address is what the pool knows sessions by:
    /// for {@link Ask#session}. For ways that see no more of a client than that.
    ///
    /// @param destination the address that the client connected to
    /// @return null if the pool remembers no sessions, or knows them by something else
    public @Nullable SessionKey session(InetAddress source, InetAddress destination) {
        return persistence instanceof SessionTable<Member> table
                ? Sessions.key(table, source, destination)
                : null;
    }

    public RetryBudget retries() {
        return retries;
    }

    public WaitQueue queue() {
        return queue;
    }

    /// The member of this name, as the configuration writes it; null if there is none.
    public @Nullable Member member(String memberName) {
        for (MemberState state : snapshot().members())
            if (state.member().name().equals(memberName)) return state.member();
        return null;
    }

    /// Takes a member out by hand: what it has it finishes, new requests it does not get. Lasts
    /// until {@link #enable}, whatever health says and however often the configuration is reloaded.
    ///
    /// @return whether that was new
    public boolean drain(Member member) {
        return roster.drain(member);
    }

    /// Puts a drained or ejected member back.
    ///
    /// @return whether it was out
    public boolean enable(Member member) {
        return roster.enable(member);
    }

    /// Sets a member's weight, until a reload changes the configured one.
    ///
    /// @param weight 0 (gets no new requests) to 1000
    /// @return whether that was new
    public boolean weigh(Member member, int weight) {
        if (weight < 0 || weight > 1000)
            throw new IllegalArgumentException("weight " + weight + " is not in 0..1000");
        return roster.weigh(member, weight);
    }

    /// Takes a member in that the configuration does not name. It stays over reloads until {@link
    /// #leave}; where the pool has an active check it serves once that has found it up.
    ///
    /// @param member with an address
    /// @return whether no member had that address
    /// @throws java.io.UncheckedIOException if a name in the address does not resolve
    public boolean join(MemberConfig member) {
        return roster.join(member);
    }

    /// Lets a member go that has joined; what it has under way goes on.
    ///
    /// @return whether it was one that had joined
    public boolean leave(Member member) {
        return roster.leave(member);
    }

    /// Takes the configuration in. Members that stay (by name and address) keep their counters,
    /// their health, and what was done to them by hand.
    ///
    /// @throws java.io.UncheckedIOException if a member's name does not resolve; then nothing has
    ///   changed
    public void reconfigure(PoolConfig config) {
        roster.reconfigure(config);
        retries.share(config.retry().budget().fraction());
        queue.limit(config.queue().size());
        persistence = Sessions.of(this, config.persistence(), persistence, clock);
    }

    /// The pool is no more: its members have left, and idle connections to them can be closed.
    public void retire() {
        for (MemberState state : snapshot().members()) state.member().retire();
    }

    /// Tells `listener` of every change from now on, in order. It is called by whoever made the
    /// change, perhaps an event loop, while other changes wait: it must not block.
    public void listen(Consumer<Change> listener) {
        roster.listen(listener);
    }

    /// What time brings: ends ejections, goes on with slow starts, and calls those who wait
    /// although there is room. {@link Watch} calls it ten times a second.
    public void tick() {
        roster.tick();
        if (persistence instanceof SessionTable<Member> table) table.sweep();
        rouse();
    }

    /// Which member this request would get now, and why the others would not; takes no lease.
    public List<Explanation> explain(Ask ask) {
        Snapshot now = snapshot();
        long key = now.choice().hashes ? ask.hash() : turn.get();
        Member kept = Sessions.kept(persistence, ask);
        return new Explainer(now, ask, kept, clock.getAsLong()).explain(key);
    }

    /// A module serves here: these addresses are members from now on, and those where it served
    /// before are none any more. Nothing comes of it if the pool does not name the module.
    public void placed(String module, List<Address> addresses) {
        found(new FoundBy.Module(module), addresses);
    }

    /// The DNS has led to these addresses: they are members from now on, and what it led to before
    /// is none any more.
    ///
    /// @return whether that was new
    boolean found(FoundBy by, List<Address> addresses) {
        return roster.found(by, addresses);
    }

    /// What the DNS has led to so far.
    List<Address> found(FoundBy by) {
        return roster.found(by);
    }

    /// What an active check has found: the member is up or down from now on.
    void health(Member member, boolean up, String reason) {
        roster.health(member, up, reason);
    }

    /// Calls as many of those who wait as there is room for; all of them if the pool is down, since
    /// waiting is no use then.
    void rouse() {
        int waiting = queue.size();
        if (waiting > 0) queue.wake(down() ? waiting : choice().room(waiting));
    }

    void closed(Member member, Outcome outcome, long nanos) {
        member.release();
        if (queue.size() > 0 && member.serving) queue.wake(1);
        switch (outcome) {
            case ANSWERED -> worked(member, nanos);
            case UNAVAILABLE, NOT_CONNECTED, FAILED, TIMED_OUT -> failed(member, outcome, nanos);
            case ABANDONED -> {}
        }
    }

    private void worked(Member member, long nanos) {
        member.worked();
        double decay = choice().decay;
        if (decay > 0) member.latency.observe(nanos, clock.getAsLong(), decay);
    }

    /// A failure is often fast; it is remembered as a slow answer, or the member that fails would
    /// look like the fastest of all.
    private void failed(Member member, Outcome outcome, long nanos) {
        double decay = choice().decay;
        if (decay > 0)
            member.latency.observe(Math.max(nanos, 1_000_000_000), clock.getAsLong(), decay);
        int row = member.failed();
        int limit = config().ejection().failures();
        if (limit > 0 && row % limit == 0)
            roster.eject(member, row + " failures: " + outcome.words());
    }

    private Choice choice() {
        return roster.snapshot().choice();
    }

    @Override
    public String toString() {
        return name;
    }
}
