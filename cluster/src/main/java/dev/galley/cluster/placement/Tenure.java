// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import dev.galley.cluster.placement.Report.Phase;
import dev.galley.cluster.placement.Report.Stint;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A module on this node, from its beginning to its end. Its acts are on virtual threads, one after
/// the other. Any thread.
final class Tenure {
    /// How long callers have to learn that it leaves, before they are refused and sent elsewhere.
    private static final Duration NOTICE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Agent agent;
    private final String module;
    private final long joined;
    private Phase phase = Phase.STARTING;
    private String why = "";
    private int failures;
    private long triesAgain;
    private boolean made;
    private boolean quits;
    private @Nullable Thread thread;

    /// @param joined when the node had joined for which this is a singleton; 0: it is none
    Tenure(Agent agent, String module, long joined) {
        this.agent = agent;
        this.module = module;
        this.joined = joined;
    }

    String module() {
        return module;
    }

    long joined() {
        return joined;
    }

    boolean alone() {
        return joined != 0;
    }

    /// @param welcome whether callers are told where it serves besides its calls
    synchronized Stint stint(boolean welcome) {
        boolean serves = welcome && phase == Phase.RUNNING;
        return new Stint(phase, serves ? agent.runner().endpoints(module) : List.of(), why);
    }

    synchronized void begin(String because) {
        agent.log("starts", module + " " + because);
        then(this::make);
    }

    /// Tries again what has failed, once its pause is over.
    synchronized void beginAgain() {
        if (phase != Phase.FAILED || System.nanoTime() - triesAgain < 0) return;
        phase = Phase.STARTING;
        begin("once more");
    }

    private void make() {
        String failure = failure();
        synchronized (this) {
            made = failure == null;
            if (phase == Phase.STARTING) phase = made ? Phase.RUNNING : Phase.FAILED;
            why = failure == null ? "" : failure.lines().findFirst().orElse("");
            if (!made) triesAgain = System.nanoTime() + pause(failures++).toNanos();
        }
        agent.log(failure == null ? "runs" : "fails", module + " " + why);
        agent.wake();
    }

    private @Nullable String failure() {
        try {
            return agent.runner().begin(module, alone() ? () -> agent.owns(joined) : () -> true);
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    private static Duration pause(int failures) {
        Duration pause = Duration.ofSeconds(1L << Math.min(failures, 5));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /// Ends it in peace: those who call are told, what is under way ends.
    synchronized void leave(String because) {
        if (phase == Phase.LEAVING) return;
        phase = Phase.LEAVING;
        agent.log("leaves", module + " " + because);
        agent.wake();
        then(this::leaveInPeace);
    }

    private void leaveInPeace() {
        if (made)
            try {
                if (!alone()) Thread.sleep(NOTICE);
                if (!agent.runner().drain(module, agent.patience()))
                    agent.log("gives up", "calls of " + module);
            } catch (InterruptedException e) {
                agent.log("hurries", module);
            }
        end();
    }

    /// Ends it at once.
    synchronized void quit(String because) {
        if (quits) return;
        quits = true;
        agent.log("quits", module + " since " + because);
        boolean leaving = phase == Phase.LEAVING;
        phase = Phase.LEAVING;
        if (leaving && thread != null) thread.interrupt();
        else then(this::end);
    }

    private void end() {
        try {
            if (made) agent.runner().end(module);
        } finally {
            agent.log("ends", module);
            agent.ended(this);
        }
    }

    /// What comes next, when what is done now is done.
    private void then(Runnable next) {
        Thread before = thread;
        thread =
                Thread.ofVirtual()
                        .name("placement-" + module)
                        .start(() -> {
                            after(before);
                            next.run();
                        });
    }

    /// Waits for it in any case; that the wait was interrupted is for what comes next.
    private static void after(@Nullable Thread before) {
        boolean interrupted = false;
        while (before != null && before.isAlive())
            try {
                before.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        if (interrupted) Thread.currentThread().interrupt();
    }

    /// Waits until what is begun has ended.
    void await() throws InterruptedException {
        Thread last;
        synchronized (this) {
            last = thread;
        }
        if (last != null) last.join();
    }
}
