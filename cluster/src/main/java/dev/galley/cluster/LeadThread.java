// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Runs a {@link Election.Lead} for one term after the other, each on a virtual thread, never two
/// at once. Any thread.
public final class LeadThread implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LeadThread.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// So that one that always fails does not fill the log.
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);

    private final Election.Lead lead;
    private final Runnable ended;
    private @Nullable Thread thread;
    private boolean closed;

    /// @param ended called when a lead ended without having been stopped
    public LeadThread(Election.Lead lead, Runnable ended) {
        this.lead = lead;
        this.ended = ended;
    }

    /// Begins a term when the one before has ended; unless it is closed, or stopped before that.
    public synchronized void start(Term term) {
        if (closed) return;
        Thread before = thread;
        thread = Thread.ofVirtual().name("lead-" + term.role()).start(() -> run(before, term));
    }

    private void run(@Nullable Thread before, Term term) {
        try {
            after(before);
            lead(term);
        } catch (InterruptedException e) {
            return; // it was told to
        }
        if (current()) ended.run();
    }

    /// Waits in any case, also if this term is over by then: the next one waits for this thread.
    private static void after(@Nullable Thread before) throws InterruptedException {
        boolean interrupted = false;
        while (before != null && before.isAlive())
            try {
                before.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        if (interrupted) throw new InterruptedException();
    }

    private void lead(Term term) throws InterruptedException {
        try {
            lead.lead(term);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "the lead of " + term.role() + " failed", e);
            Thread.sleep(AFTER_A_FAILURE);
        }
    }

    private synchronized boolean current() {
        return Thread.currentThread().equals(thread) && !Thread.interrupted();
    }

    /// Interrupts the lead.
    public synchronized void stop() {
        if (thread != null) thread.interrupt();
    }

    /// Interrupts the lead, and waits until it has ended, or 10 s.
    @Override
    public void close() {
        Thread last;
        synchronized (this) {
            closed = true;
            last = thread;
        }
        if (last == null || last.equals(Thread.currentThread())) return;
        last.interrupt();
        try {
            if (!last.join(PATIENCE)) LOG.log(Level.WARNING, "a lead does not end: {0}", last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
