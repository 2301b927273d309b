// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import dev.galley.rpc.wire.ClientConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The connections to one member: as many as its calls need. After a connection that did not come
/// about the next one is not begun at once, but after a time that doubles each time; what is called
/// meanwhile fails at once, as that one did. Any thread.
final class Link {
    /// With so many calls open on each, another connection is worth its while.
    private static final int BUSY = 128;

    /// From one connection that does not come about to the next, at the least and at the most.
    private static final long SHORTEST_WAIT = 5_000_000;

    private static final long LONGEST_WAIT = 250_000_000;

    private final IntFunction<ClientConnection> connect;
    private final int most;
    private final LongSupplier clock;
    private volatile List<ClientConnection> open = List.of();
    private int made;
    private @Nullable ClientConnection last;
    private int failures;
    private long next;

    /// @param connect begins a connection; given a running number
    /// @param clock in nanoseconds
    Link(int most, IntFunction<ClientConnection> connect, LongSupplier clock) {
        this.most = most;
        this.connect = connect;
        this.clock = clock;
    }

    /// The one for the next call: the first that is not busy, else a new one, else the least busy.
    ClientConnection take() {
        List<ClientConnection> now = open;
        ClientConnection least = null;
        int usable = 0;
        for (int i = 0; i < now.size(); i++) {
            ClientConnection one = now.get(i);
            if (!one.usable()) continue;
            if (one.calls() < BUSY) return one;
            if (least == null || one.calls() < least.calls()) least = one;
            usable++;
        }
        return least != null && usable >= most ? least : another();
    }

    private synchronized ClientConnection another() {
        List<ClientConnection> usable = new ArrayList<>();
        ClientConnection least = null;
        for (ClientConnection one : open) {
            if (!one.usable()) continue;
            usable.add(one);
            if (least == null || one.calls() < least.calls()) least = one;
        }
        if (least != null && (least.calls() < BUSY || usable.size() >= most)) return least;
        ClientConnection failed = last;
        long now = clock.getAsLong();
        if (failed == null || !failed.failed()) failures = 0;
        else if (now - next < 0) return failed;
        next = now + Math.min(LONGEST_WAIT, SHORTEST_WAIT << Math.min(failures++, 10));
        ClientConnection fresh = connect.apply(made++);
        last = fresh;
        usable.add(fresh);
        open = List.copyOf(usable);
        return fresh;
    }

    void each(Consumer<ClientConnection> visitor) {
        open.forEach(visitor);
    }
}
