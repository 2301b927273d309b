// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.ipvs;

import dev.galley.it.kernel.ipvs.Services.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Clients that come one after another, to all services in turn, until it is closed.
final class Load implements AutoCloseable {
    private final List<Kind> kinds = Kind.all().toList();
    private final List<String> failures = new ArrayList<>();
    private final AtomicInteger served = new AtomicInteger();
    private final Thread thread = Thread.ofPlatform().name("load").daemon().start(this::run);
    private volatile boolean closed;

    private void run() {
        for (int i = 0; !closed; i++) {
            Kind kind = kinds.get(i % kinds.size());
            try (Client client = Client.of(kind.udp(), kind.address())) {
                client.ask();
                served.incrementAndGet();
            } catch (Exception e) {
                failures.add(kind + ": " + e);
            }
        }
    }

    int served() {
        return served.get();
    }

    /// Ends, and gives what went wrong.
    List<String> end() throws InterruptedException {
        closed = true;
        thread.join();
        return failures;
    }

    @Override
    public void close() {
        closed = true;
    }
}
