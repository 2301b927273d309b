// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.config.TargetConfig;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.function.Consumer;

/// Keeps the number of something at what its load asks for: asks for the load at each interval, and
/// says how many there are to be. One virtual thread.
public final class Autoscaler implements AutoCloseable {
    /// How long a call that was broken off may take to come back.
    private static final Duration END = Duration.ofSeconds(5);

    private final Scalable scalable;
    private final Consumer<String> tell;
    private final Thread thread;
    private volatile Scaler scaler;
    private volatile Decision last;
    private long decided = System.nanoTime();
    private String trouble = "";

    private Autoscaler(Scalable scalable, Scaler scaler, Consumer<String> tell) {
        this.scalable = scalable;
        this.scaler = scaler;
        this.tell = tell;
        this.last = new Decision(scaler.bounded(scalable.current()), "it has just begun");
        this.thread = Thread.ofVirtual().name("scale-" + scalable.name()).unstarted(this::run);
    }

    /// Begins; the least number is wanted at once.
    ///
    /// @param min how many there are at least
    /// @param max how many there are at the most
    /// @param tell told of each change of the number, and what goes wrong, in a few words
    public static Autoscaler start(
            Scalable scalable, int min, int max, TargetConfig target, Consumer<String> tell) {
        Autoscaler started = new Autoscaler(scalable, new Scaler(min, max, target), tell);
        scalable.want(started.last);
        started.thread.start();
        return started;
    }

    /// Goes on with these; what was wanted in the last minutes is forgotten, if they differ. Any
    /// thread.
    public synchronized void configure(int min, int max, TargetConfig target) {
        if (!scaler.is(min, max, target)) scaler = new Scaler(min, max, target);
    }

    /// Not what has just been configured.
    private synchronized void forget() {
        scaler = scaler.anew();
    }

    /// What was decided last. Any thread.
    public Decision last() {
        return last;
    }

    private void run() {
        try {
            while (true) {
                attempt();
                Duration pause = scalable.pause();
                Thread.sleep(pause.compareTo(scaler.interval()) < 0 ? pause : scaler.interval());
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whatever goes wrong, perhaps by what another node has told: the next one may go better.
    private void attempt() throws InterruptedException {
        try {
            scalable.step();
            if (System.nanoTime() - decided >= scaler.interval().toNanos()) decide();
            trouble = "";
        } catch (RuntimeException e) {
            String what = String.valueOf(e.getMessage());
            if (!what.equals(trouble)) tell.accept(what);
            trouble = what;
        }
    }

    private void decide() throws InterruptedException {
        Load load = scalable.load();
        decided = System.nanoTime();
        Decision other = scalable.elsewhere();
        if (other != null) {
            forget();
            last = other;
            scalable.want(other);
            return;
        }
        int before = last.wanted(), current = scalable.current();
        Decision next =
                scaler.decide(
                                load,
                                current,
                                scalable.startup(),
                                decided,
                                ZonedDateTime.now(ZoneId.systemDefault()))
                        .within(Math.max(current, scalable.room()));
        last = next;
        scalable.want(next);
        if (next.wanted() != before)
            tell.accept(
                    "%d wanted instead of %d: %s".formatted(next.wanted(), before, next.because()));
    }

    /// Ends; the number stays as it is. What it does now is broken off.
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
