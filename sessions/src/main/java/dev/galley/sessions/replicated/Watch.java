// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.replicated;

import java.time.Duration;
import java.util.Set;

/// Looks at the clock all the time, and asks others when confidence was lost. A thread of its own
/// for each: one that waits for an answer does not look.
final class Watch implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);

    /// A node that sees nobody, though there are others, waits so long for them: more than those
    /// need to find each other again.
    private static final Duration ALONE = Duration.ofSeconds(10);

    private final Confidence confidence;
    private final Probe probe;
    private final Peers peers;
    private final Thread looking;
    private final Thread asking;

    private Watch(Confidence confidence, Probe probe, Peers peers) {
        this.confidence = confidence;
        this.probe = probe;
        this.peers = peers;
        looking = Thread.ofVirtual().name("sessions-look").unstarted(() -> forever(this::look));
        asking = Thread.ofVirtual().name("sessions-ask").unstarted(() -> forever(this::ask));
    }

    static Watch start(Confidence confidence, Probe probe, Peers peers) {
        Watch watch = new Watch(confidence, probe, peers);
        watch.looking.start();
        watch.asking.start();
        return watch;
    }

    /// One of the things that it does all the time.
    private interface Act {
        void run() throws InterruptedException;
    }

    private static void forever(Act act) {
        try {
            while (true) {
                act.run();
                Thread.sleep(TICK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        confidence.look();
    }

    private void ask() throws InterruptedException {
        if (confidence.isSure()) return;
        long doubts = confidence.look();
        if (probe.alone() ? stayedAlone() : probe.answered()) confidence.regain(doubts);
    }

    private boolean stayedAlone() throws InterruptedException {
        long end = System.nanoTime() + ALONE.toNanos();
        while (!isOnly() && System.nanoTime() < end) {
            if (!probe.alone()) return false;
            Thread.sleep(TICK);
        }
        return true;
    }

    /// Whether there are no others, by the file or as the cluster agrees.
    private boolean isOnly() {
        return peers.all().size() < 2 || Set.of(peers.node()).equals(peers.members().get());
    }

    @Override
    public void close() {
        looking.interrupt();
        asking.interrupt();
    }
}
