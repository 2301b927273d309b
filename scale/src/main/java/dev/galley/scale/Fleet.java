// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.config.Address;
import dev.galley.config.ScaleConfig;
import dev.galley.pool.MemberState;
import dev.galley.pool.Pool;
import dev.galley.scale.Seat.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The members of a pool that a provider runs, for this Galley alone or for a {@link Crew}: takes
/// in what it runs, has it start more, and lets them go: drained first, then out of the pool, then
/// stopped.
///
/// One is a member as soon as its address is known, but serves only when a check says so. One that
/// is not up in time, or was up and is down for that long, is stopped; in its place another one
/// starts. Members that the configuration names, and those that the DNS finds, count while they
/// serve, and stay.
final class Fleet implements Scalable {
    private static final int REMEMBERED = 5;
    private static final Duration LOOK = Duration.ofMillis(20);

    /// How it stands.
    ///
    /// @param starting have not served yet
    /// @param leaving are drained, or being stopped
    /// @param started how many there have been
    /// @param ended how many of those have been stopped, or have ended
    /// @param trouble what its provider complains of; empty: nothing
    record Standing(int starting, int leaving, long started, long ended, String trouble) {}

    private final Pool pool;
    private final Provider provider;
    private final Consumer<String> tell;
    private final LongSupplier clock;
    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private final Meter meter;
    private final Cpu cpu;
    private final Crew crew;
    private final List<Duration> startups = new ArrayList<>();
    private Decision wanted = new Decision(0, "");
    private boolean looked;

    /// The epoch in which it leads; 0: it does not.
    private long led;

    private @Nullable Roll roll;
    private long started, ended;
    private volatile ScaleConfig config;
    private volatile Standing standing = new Standing(0, 0, 0, 0, "");

    /// @param tell told what nobody has asked for
    /// @param clock in nanoseconds, of no particular origin, never going back
    /// @param crew with whom it has its members in common
    Fleet(
            Pool pool,
            ScaleConfig config,
            Provider provider,
            Consumer<String> tell,
            LongSupplier clock,
            Crew crew) {
        this.crew = crew;
        this.pool = pool;
        this.config = config;
        this.provider = provider;
        this.tell = tell;
        this.clock = clock;
        this.meter = Meter.of(pool, clock.getAsLong());
        this.cpu = new Cpu(clock.getAsLong());
    }

    /// As of its last step. Any thread.
    Standing standing() {
        return standing;
    }

    /// Goes on with this. Any thread.
    void configure(ScaleConfig changed) {
        config = changed;
    }

    @Override
    public String name() {
        return pool.name();
    }

    @Override
    public Duration pause() {
        return provider.pause();
    }

    @Override
    public Load load() {
        int serving = serving();
        long now = clock.getAsLong();
        // Those whose CPU is known speak for all.
        Work own = meter.take(now).with(cpu.each(times(), now) * serving);
        return crew.share(own).load(serving);
    }

    private int serving() {
        return (int)
                pool.snapshot().members().stream()
                        .filter(state -> state.status() == MemberState.Status.UP)
                        .count();
    }

    /// Of those that serve: what one uses to start is no load.
    private Map<String, Duration> times() {
        if (config.target().cpu() == null) return Map.of();
        Map<String, Duration> used = new HashMap<>(provider.cpu());
        used.keySet()
                .removeIf(id -> {
                    Seat seat = seats.get(id);
                    return seat == null || seat.stage != Stage.SERVING;
                });
        return used;
    }

    @Override
    public int current() {
        return others() + staying();
    }

    /// The mean of the last few.
    @Override
    public Duration startup() {
        Duration all = startups.stream().reduce(Duration.ZERO, Duration::plus);
        return all.dividedBy(Math.max(1, startups.size()));
    }

    @Override
    public void want(Decision decision) {
        if (decision.wanted() != wanted.wanted()) wanted = decision;
    }

    @Override
    public @Nullable Decision elsewhere() {
        if (led > 0) return null;
        return roll == null ? new Decision(current(), "another Galley says") : roll.decision();
    }

    /// Does all that is due, and waits for nothing but the provider.
    @Override
    public void step() throws InterruptedException {
        String trouble = "";
        try {
            meter.sample();
            Roll said = crew.roll();
            roll = said;
            long term = crew.term();
            if (term > 0 && term != led) provider.begin(term);
            led = term;
            boolean asks = term > 0 || provider.seesAll();
            follow(asks || said == null ? provider.running() : said.instances());
            // To ask may take minutes, and somebody else may lead since.
            led = crew.term() == term ? term : 0;
            for (Seat seat : List.copyOf(seats.values())) advance(seat);
            if (led > 0) lead();
            crew.tell(held());
        } catch (ProviderException | RuntimeException e) {
            // Whatever it is: the next step tries again.
            trouble = String.valueOf(e.getMessage());
            if (!trouble.equals(standing.trouble())) tell.accept(trouble);
        }
        int leaving = seats.size() - staying();
        standing = new Standing(count(Stage.STARTING), leaving, started, ended, trouble);
    }

    private void lead() throws ProviderException, InterruptedException {
        // Those that were there before are not let go before anybody has looked at their load.
        if (!looked && staying() > 0 && wanted.wanted() < current())
            wanted = new Decision(current(), "so many there were");
        looked = true;
        number();
        crew.say(
                new Roll(
                        wanted,
                        seats.values().stream()
                                .filter(seat -> seat.stage != Stage.STOPPED)
                                .map(seat -> new Roll.Place(seat.instance, !seat.stays()))
                                .toList()));
    }

    /// Those that may still get something from here, or have.
    private List<String> held() {
        return seats.values().stream()
                .filter(seat -> seat.stage.compareTo(Stage.LEAVING) < 0 || seat.inFlight() > 0)
                .map(seat -> seat.instance.id())
                .toList();
    }

    /// Takes in what is new, and lets go of what is no more.
    private void follow(List<Instance> running) {
        Map<String, Seat> gone = new HashMap<>(seats);
        for (Instance instance : running) {
            Seat seat = gone.remove(instance.id());
            if (seat == null || !seat.instance.equals(instance)) take(instance, seat);
        }
        gone.forEach((id, seat) -> {
            leave(seat);
            seats.remove(id);
            ended++;
        });
    }

    /// @param before the same one when its address was another, or not known; null: it is new
    private void take(Instance instance, @Nullable Seat before) {
        if (before == null) started++;
        else leave(before);
        long since = before == null ? clock.getAsLong() : before.since;
        seats.put(instance.id(), new Seat(instance, since));
    }

    private void advance(Seat seat) throws ProviderException, InterruptedException {
        boolean finished = seat.inFlight() == 0 || late(seat, config.drainTimeout());
        switch (seat.stage) {
            case STARTING, SERVING -> {
                if (roll != null && roll.leaves(seat.instance.id())) release(seat);
                else stay(seat);
            }
            case DRAINING -> {
                if (finished) depart(seat);
            }
            case LEAVING -> {
                boolean free = crew.free(seat.instance.id()) || late(seat, config.drainTimeout());
                if (led > 0 && finished && free) stop(seat);
            }
            case STOPPED -> {}
        }
    }

    private void stay(Seat seat) throws ProviderException, InterruptedException {
        join(seat);
        MemberState state = state(seat);
        long now = clock.getAsLong();
        if (state != null && state.keeping()) {
            if (seat.stage == Stage.STARTING) remember(Duration.ofNanos(now - seat.since));
            seat.enter(Stage.SERVING, now);
        } else if (led > 0 && late(seat, config.startTimeout())) {
            tell.accept(
                    "the member at %s is not up within %d s, and is stopped"
                            .formatted(seat.instance.address(), config.startTimeout().toSeconds()));
            leave(seat);
            stop(seat);
        }
    }

    private void remember(Duration startup) {
        startups.add(startup);
        if (startups.size() > REMEMBERED) startups.removeFirst();
    }

    private boolean late(Seat seat, Duration limit) {
        return clock.getAsLong() - seat.since > limit.toNanos();
    }

    private void join(Seat seat) {
        Address address = seat.instance.address();
        if (address == null || seat.member != null) return;
        pool.join(config.at(address));
        seat.member = pool.member(address.toString());
    }

    private @Nullable MemberState state(Seat seat) {
        for (MemberState state : pool.snapshot().members())
            if (state.member() == seat.member) return state;
        return null;
    }

    /// Out of the pool: sessions that it still had go to others from now on.
    private void depart(Seat seat) {
        if (seat.member != null) pool.leave(seat.member);
        seat.enter(Stage.LEAVING, clock.getAsLong());
    }

    private void stop(Seat seat) throws ProviderException, InterruptedException {
        provider.stop(seat.instance);
        seat.enter(Stage.STOPPED, clock.getAsLong());
    }

    private void leave(Seat seat) {
        if (seat.member != null) pool.leave(seat.member);
        seat.member = null;
    }

    /// Makes the number what is wanted.
    private void number() throws ProviderException, InterruptedException {
        int missing = wanted.wanted() - current();
        for (; missing < 0 && release(); missing++) {}
        // Those whose end is under way still run.
        int running = seats.size() - count(Stage.STOPPED);
        if (missing > 0) provider.grow(running + missing);
    }

    /// Lets one more go: one that has not served yet, else the one that came last.
    ///
    /// @return whether there was one
    private boolean release() {
        Seat next =
                seats.values().stream()
                        .filter(Seat::stays)
                        .reduce((one, later) -> later.stage.compareTo(one.stage) <= 0 ? later : one)
                        .orElse(null);
        if (next == null) return false;
        release(next);
        return true;
    }

    private void release(Seat seat) {
        if (seat.member != null) pool.drain(seat.member);
        seat.enter(Stage.DRAINING, clock.getAsLong());
    }

    private int staying() {
        return count(Stage.STARTING) + count(Stage.SERVING);
    }

    private int count(Stage stage) {
        return (int) seats.values().stream().filter(seat -> seat.stage == stage).count();
    }

    /// Members that are not its own, and serve.
    private int others() {
        return (int)
                pool.snapshot().members().stream()
                        .filter(state -> state.status() == MemberState.Status.UP)
                        .filter(state -> seats.values().stream().noneMatch(s -> s.holds(state)))
                        .count();
    }

    /// Lets all of them go, once its autoscaler has ended; those that live by Galley are stopped.
    void end() {
        for (Seat seat : seats.values()) if (seat.member != null) pool.drain(seat.member);
        awaitIdle();
        for (Seat seat : seats.values()) if (seat.member != null) pool.leave(seat.member);
        awaitIdle();
        provider.close();
        crew.close();
    }

    private void awaitIdle() {
        long limit = clock.getAsLong() + config.drainTimeout().toNanos();
        try {
            while (seats.values().stream().anyMatch(seat -> seat.inFlight() > 0)
                    && clock.getAsLong() - limit < 0) Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
