// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import dev.galley.sessions.SessionException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A job. All that it knows belongs to its own thread, to which the others send what has happened;
/// every attempt of a part has a thread besides.
final class Run<S, P, A> implements Runnable {
    /// How often it looks at what takes long, and for nodes that have come.
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);

    /// A part takes long that takes so many times the median of those that are done, and at least
    /// so many nanoseconds.
    private static final int LONG = 2;

    private static final long LONG_AT_LEAST = TimeUnit.MILLISECONDS.toNanos(100);

    /// Attempts of a part at the same time.
    private static final int MOST_AT_ONCE = 3;

    /// After so long a part that is at a node has been taken, and not refused.
    private static final long TAKEN = TimeUnit.SECONDS.toNanos(1);

    /// Between two tries to have a store tell what is left of the job.
    private static final long STORE_PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    private final Task<S, P, A> task;
    private final Limits limits;
    private final Crew<S> crew;
    private final int atOnce;
    private final @Nullable Ledger<P, A> ledger;
    private final LongSupplier clock;
    private final CallContext context = CallContext.current();
    private final Board<A> board = new Board<>(() -> tell(this::cancelled));
    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();

    private State<P, A> start;
    private Backlog<S, P> backlog;
    private final List<Part<S, P>> failed = new ArrayList<>();
    private final Set<Part<S, P>> running = new LinkedHashSet<>();
    private final Map<Object, Integer> busy = new HashMap<>();
    private final Durations durations = new Durations();
    private @Nullable Keeper<P, A> keeper;
    private @Nullable A answer;
    private double share;
    private int done;
    private int again;
    private int hedged;
    private long worked;

    /// Takes the context of this thread.
    ///
    /// @param start nothing done yet
    /// @param ledger null: nothing is kept
    /// @param clock in nanoseconds
    Run(
            Task<S, P, A> task,
            State<P, A> start,
            Crew<S> crew,
            @Nullable Ledger<P, A> ledger,
            LongSupplier clock) {
        this.task = task;
        this.limits = task.limits();
        this.start = start;
        this.crew = crew;
        this.atOnce = crew.atOnce(limits.atOnce());
        this.ledger = ledger;
        this.clock = clock;
        this.worked = clock.getAsLong();
        this.backlog = backlog(start);
    }

    private Backlog<S, P> backlog(State<P, A> state) {
        List<Part<S, P>> parts = new ArrayList<>();
        for (State.Open<P> one : state.open())
            parts.add(new Part<>(one.value(), one.share(), one.depth()));
        return new Backlog<>(parts, task.split());
    }

    Job<A> job() {
        return board;
    }

    /// Sends something to the job's thread.
    private void tell(Runnable event) {
        inbox.add(event);
    }

    private void cancelled() {
        throw new CallException(Stage.CANCELLED, "cancelled", "the job was given up", null);
    }

    @Override
    public void run() {
        try {
            open();
            while (!ended()) {
                step(clock.getAsLong());
                happen(inbox.poll(TICK, TimeUnit.NANOSECONDS));
            }
            finish();
        } catch (InterruptedException e) {
            board.failed(CallException.of(e)); // nobody does it
        } catch (RuntimeException | Error e) {
            board.failed(CallException.of(e));
        } finally {
            for (Part<S, P> part : running) part.attempts.forEach(Attempt::stop);
        }
    }

    private void open() throws InterruptedException {
        if (ledger == null || task.checkpoint() == null) return;
        start = opened(ledger);
        backlog = backlog(start);
        share = start.share();
        done = start.done();
        answer = start.answer();
        long now = clock.getAsLong();
        worked = now;
        keeper =
                new Keeper<>(
                        ledger, task.checkpoint().every(), now, why -> tell(() -> overtaken(why)));
    }

    /// A store that has just lost a node may need a moment.
    private State<P, A> opened(Ledger<P, A> kept) throws InterruptedException {
        while (true) {
            try {
                return kept.open(start);
            } catch (SessionException e) {
                if (clock.getAsLong() - worked > limits.patience().toNanos()) throw e;
                happen(inbox.poll(STORE_PAUSE, TimeUnit.NANOSECONDS));
            }
        }
    }

    private void overtaken(CallException why) {
        throw why;
    }

    private boolean ended() {
        return backlog.isEmpty() && failed.isEmpty() && running.isEmpty();
    }

    private void happen(@Nullable Runnable first) {
        for (Runnable event = first; event != null; event = inbox.poll()) event.run();
    }

    private void step(long now) {
        expire(now);
        handOut(now);
        hedge(now);
        if (keeper != null && keeper.due(now)) keeper.keep(state(), now);
        board.tell(progress());
        lookAtTheClock(now);
    }

    private Progress progress() {
        int waiting = backlog.size() + failed.size();
        return new Progress(Math.min(1, share), done, running.size(), waiting, again, hedged);
    }

    private void finish() throws InterruptedException {
        A result = answer;
        if (result == null) throw new IllegalStateException("a job of no parts");
        share = 1;
        if (keeper != null && !start.finished()) keeper.finish(state());
        board.tell(progress());
        board.done(result);
    }

    private State<P, A> state() {
        List<State.Open<P>> open = new ArrayList<>();
        for (var parts : List.of(running, failed, backlog.parts()))
            for (Part<S, P> part : parts)
                open.add(new State.Open<>(part.value, part.share, part.depth));
        return new State<>(start.origin(), "", share, done, open, answer);
    }

    /// Those that have failed come first: they were begun first.
    private void handOut(long now) {
        failed.removeIf(part -> !part.rests(now) && begun(part, now));
        while (!backlog.isEmpty()) {
            Seat<S> seat = crew.seat(this::full);
            if (seat == null) return;
            begin(next(seat), seat, now);
        }
    }

    private Part<S, P> next(Seat<S> seat) {
        try {
            return backlog.next();
        } catch (RuntimeException e) {
            seat.close();
            throw e;
        }
    }

    private boolean full(Object place) {
        return busy.getOrDefault(place, 0) >= atOnce;
    }

    private boolean begun(Part<S, P> part, long now) {
        Seat<S> seat = crew.seat(place -> full(place) || part.shuns(place));
        if (seat == null) return forgiven(part);
        begin(part, seat, now);
        again++;
        return true;
    }

    /// Where a part has failed it goes again when it has failed everywhere.
    private boolean forgiven(Part<S, P> part) {
        Seat<S> seat = crew.seat(part::failedAt);
        if (seat == null) part.forgive();
        else seat.close();
        return false;
    }

    private void begin(Part<S, P> part, Seat<S> seat, long now) {
        Attempt<S, P> attempt = new Attempt<>(part, seat, now);
        part.attempts.add(attempt);
        running.add(part);
        busy.merge(seat.place(), 1, Integer::sum);
        attempt.start(() -> context.within(limits.part()).run(() -> perform(attempt)));
    }

    /// On the thread of the attempt. The job may have ended by then.
    private void perform(Attempt<S, P> attempt) {
        try {
            A result = task.call().apply(attempt.seat.service(), attempt.part.value);
            tell(() -> answered(attempt, result));
        } catch (RuntimeException | Error e) {
            CallException failure = CallException.of(e);
            tell(() -> failed(attempt, failure));
        } finally {
            attempt.seat.close();
        }
    }

    private void answered(Attempt<S, P> attempt, A result) {
        left(attempt);
        Part<S, P> part = attempt.part;
        if (part.done) return;
        part.done = true;
        running.remove(part);
        failed.remove(part);
        part.attempts.forEach(Attempt::stop);
        answer = answer == null ? result : task.combine().apply(answer, result);
        share += part.share;
        done++;
        worked = clock.getAsLong();
        durations.add(worked - attempt.begun);
    }

    private void failed(Attempt<S, P> attempt, CallException failure) {
        left(attempt);
        if (!attempt.part.done && attempt.part.attempts.remove(attempt)) lost(attempt, failure);
    }

    /// The thread of an attempt has ended.
    private void left(Attempt<S, P> attempt) {
        busy.merge(attempt.seat.place(), -1, Integer::sum);
    }

    private void lost(Attempt<S, P> attempt, CallException failure) {
        Part<S, P> part = attempt.part;
        if (isItsOwn(failure) && part.count() >= limits.attempts()) throw given(failure, part);
        part.failed(attempt.seat.place(), clock.getAsLong());
        if (!part.attempts.isEmpty() || !running.remove(part)) return;
        failed.add(part);
    }

    /// Whether it may be the part's fault: nobody else's, if it cannot have been executed.
    private static boolean isItsOwn(CallException failure) {
        return switch (failure.stage()) {
            case NOT_CONNECTED, NOT_SENT -> false;
            case REFUSED ->
                    !failure.type().equals("overload") && !failure.type().equals("shutting-down");
            case UNANSWERED, FAILED, DEADLINE, CANCELLED -> true;
        };
    }

    private static CallException given(CallException last, Part<?, ?> part) {
        String value = String.valueOf(part.value);
        String what = value.length() > 200 ? value.substring(0, 200) + "..." : value;
        return new CallException(
                last.stage(),
                last.type(),
                "a part failed again and again, at last with: " + last.getMessage() + "; " + what,
                last);
    }

    /// What has had its time is begun anew, whether its thread ends or not: it is local, then.
    private void expire(long now) {
        for (Part<S, P> part : List.copyOf(running))
            for (Attempt<S, P> attempt : List.copyOf(part.attempts))
                if (now - attempt.begun > limits.part().toNanos()) expire(part, attempt);
    }

    private void expire(Part<S, P> part, Attempt<S, P> attempt) {
        attempt.stop();
        part.attempts.remove(attempt);
        String why = "it took longer than " + limits.part();
        lost(attempt, new CallException(Stage.DEADLINE, "deadline", why, null));
    }

    /// Only when no part is left that was not begun, but where a node is lost at once.
    private void hedge(long now) {
        for (Part<S, P> part : List.copyOf(running)) {
            Attempt<S, P> newest = part.newest();
            boolean late = backlog.isEmpty() && failed.isEmpty() && isLong(now - newest.begun);
            if (part.attempts.size() >= MOST_AT_ONCE || !(late || newest.seat.lost())) continue;
            Seat<S> seat = crew.seat(place -> full(place) || part.shuns(place));
            if (seat == null) continue;
            begin(part, seat, now);
            hedged++;
        }
    }

    private boolean isLong(long nanos) {
        return nanos > LONG_AT_LEAST && nanos / LONG > durations.median(Long.MAX_VALUE);
    }

    private void lookAtTheClock(long now) {
        if (context.remaining() == 0)
            throw new CallException(Stage.DEADLINE, "deadline", "the job has taken too long", null);
        for (Part<S, P> part : running) if (now - part.newest().begun > TAKEN) worked = now;
        if (now - worked > limits.patience().toNanos())
            throw new CallException(
                    Stage.NOT_CONNECTED,
                    "not-connected",
                    "nobody has taken a part for " + limits.patience(),
                    null);
    }
}
