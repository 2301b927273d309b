// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.cluster;

import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Some who ask without end through the listener of a node, half of them for the singleton.
final class Load {
    private static final int ASKERS = 8;

    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final Fleet fleet;
    private final String node;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    Load(Fleet fleet, String node) {
        this(fleet, node, ASKERS);
    }

    /// @param askers how many
    Load(Fleet fleet, String node, int askers) {
        this.fleet = fleet;
        this.node = node;
        for (int i = 0; i < askers; i++) {
            String path = i % 2 == 0 ? "/field" : "/well";
            threads.add(Thread.startVirtualThread(() -> ask(path)));
        }
    }

    private void ask(String path) {
        while (!ended)
            try {
                HttpResponse<String> answer = fleet.get(node, path);
                if (answer.statusCode() == 200) answered.incrementAndGet();
                else failures.add(path + " " + answer.statusCode() + " " + answer.body());
            } catch (Exception e) {
                failures.add(path + " " + e);
            }
    }

    /// Waits until some were answered, and all have their last answer.
    ///
    /// @return what was not answered as it should be
    List<String> end() throws InterruptedException {
        await().until(() -> answered.get() > 100 || !failures.isEmpty());
        ended = true;
        for (Thread thread : threads) thread.join();
        return failures;
    }
}
