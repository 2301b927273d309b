// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import dev.galley.rpc.wire.ClientConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// The connections to one member: as many as its calls need. Any thread.
final class Link {
    /// With so many calls open on each, another connection is worth its while.
    private static final int BUSY = 128;

    private final IntFunction<ClientConnection> connect;
    private final int most;
    private volatile List<ClientConnection> open = List.of();
    private int made;

    /// @param connect begins a connection; given a running number
    Link(int most, IntFunction<ClientConnection> connect) {
        this.most = most;
        this.connect = connect;
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
        ClientConnection next = connect.apply(made++);
        usable.add(next);
        open = List.copyOf(usable);
        return next;
    }

    void each(Consumer<ClientConnection> visitor) {
        open.forEach(visitor);
    }
}
