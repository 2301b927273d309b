// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.scale;

import java.util.ArrayList;
import java.util.List;

/// Members that start, serve, and are drained, second by second, and the queue before them: a fluid
/// model. What has to wait longer than two seconds is refused.
final class Farm {
    /// What one member answers in a second, and the time that takes where nobody waits.
    static final double CAPACITY = 100, SERVICE = 0.05;

    /// Seconds.
    static final int STARTUP = 30, SLOW_START = 10, DRAIN = 10;

    private static final double PATIENCE = 2, IN_TIME = 0.5;

    /// When each that runs was started, the oldest first.
    private final List<Integer> running = new ArrayList<>();

    /// When each that is drained will have ended.
    private final List<Integer> leaving = new ArrayList<>();

    private double queue;
    double answered, inFlight, latency;

    /// Requests so far, and seconds of members.
    double all, inTime, refused, memberSeconds;

    Farm(int members) {
        for (int i = 0; i < members; i++) running.add(-STARTUP - SLOW_START);
    }

    void want(int members, int now) {
        while (running.size() < members) running.add(now);
        while (running.size() > members) {
            running.removeLast();
            leaving.add(now + DRAIN);
        }
    }

    int current() {
        return running.size();
    }

    int serving(int now) {
        return (int) running.stream().filter(started -> now - started >= STARTUP).count();
    }

    /// A second passes.
    void pass(int now, double arrivals) {
        leaving.removeIf(end -> end <= now);
        double capacity = Math.max(1e-9, capacity(now));
        answered = Math.min(queue + arrivals, capacity);
        queue += arrivals - answered;
        double over = Math.max(0, queue - PATIENCE * capacity);
        queue -= over;
        latency = SERVICE + queue / capacity;
        inFlight = queue + answered * SERVICE;
        all += arrivals;
        refused += over;
        if (latency <= IN_TIME) inTime += arrivals - over;
        memberSeconds += running.size() + leaving.size();
    }

    private double capacity(int now) {
        double sum = 0;
        for (int started : running) {
            int up = now - started - STARTUP;
            if (up >= 0) sum += Math.min(1, 0.1 + 0.9 * up / SLOW_START);
        }
        return CAPACITY * sum;
    }
}
