// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import dev.galley.it.net.Soon;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Clients that ask for `/` again and again on connections that they keep, until [#close].
final class Load implements AutoCloseable {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private final Proxied proxy;
    private final List<Thread> clients;
    private final AtomicLong answered = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    Load(Proxied proxy, int clients) {
        this.proxy = proxy;
        this.clients =
                Stream.generate(() -> Thread.ofVirtual().start(this::run)).limit(clients).toList();
    }

    private void run() {
        while (!over) {
            try (RawClient client = proxy.client()) {
                while (!over && ask(client)) {}
            } catch (RuntimeException e) {
                if (refused(e)) return;
                failures.add(e.toString());
            }
        }
    }

    /// The listener is closed: the proxy drains.
    private static boolean refused(RuntimeException e) {
        return e.getCause() instanceof java.net.ConnectException;
    }

    private boolean ask(RawClient client) {
        Message answer = client.send(GET).answer();
        if (answer.status() == 200) answered.incrementAndGet();
        else failures.add(answer.start());
        return !answer.field("Connection").equals("close");
    }

    /// Waits until so many more requests were answered.
    void goOn(int requests) {
        long end = answered.get() + requests;
        Soon.until(() -> answered.get() >= end || !failures.isEmpty());
    }

    /// What failed so far, of all requests.
    Queue<String> failures() {
        return failures;
    }

    long answered() {
        return answered.get();
    }

    /// Whether no client asks any more.
    boolean done() {
        return clients.stream().noneMatch(Thread::isAlive);
    }

    @Override
    public void close() {
        over = true;
        Soon.until(this::done);
    }
}
