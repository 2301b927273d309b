// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/// A member of a pool and what is counted about it; outlives snapshots and reloads.
public final class Member {
    private final String name;
    private final InetSocketAddress address;
    private final Traffic traffic;
    final AtomicInteger inFlight = new AtomicInteger();
    volatile boolean retired;

    Member(String name, InetSocketAddress address, int writers) {
        this.name = name;
        this.address = address;
        this.traffic = new Traffic(writers);
    }

    /// As the configuration names it: `10.0.0.11:8080`.
    public String name() {
        return name;
    }

    /// Where it listens, resolved.
    public InetSocketAddress address() {
        return address;
    }

    /// Requests under way.
    public int inFlight() {
        return inFlight.get();
    }

    /// What went through it.
    public Traffic traffic() {
        return traffic;
    }

    /// Whether it has left its pool for good: idle connections to it can be closed.
    public boolean retired() {
        return retired;
    }

    /// What the member says of its own load; 0 is idle. From any thread.
    public void reportLoad(double load) {}
}
