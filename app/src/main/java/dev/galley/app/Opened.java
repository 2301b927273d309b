// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import dev.galley.config.Address;
import dev.galley.rpc.Endpoints;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// What a module of this process has opened.
final class Opened implements Endpoints {
    private final @Nullable Address node;
    private final Runnable changed;
    private final CopyOnWriteArrayList<Address> addresses = new CopyOnWriteArrayList<>();

    /// @param node where this process is called; null: nowhere
    /// @param changed called after each change
    Opened(@Nullable Address node, Runnable changed) {
        this.node = node;
        this.changed = changed;
    }

    @Override
    public void open(String host, int port) {
        if (port < 1) throw new IllegalArgumentException("port " + port + " is not in 1..65535");
        if (addresses.addIfAbsent(new Address(reached(host), port))) changed.run();
    }

    /// How others reach what listens at a host.
    private String reached(String host) {
        boolean wildcard = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
        if (!wildcard) return host;
        return node == null ? "127.0.0.1" : node.host();
    }

    List<Address> addresses() {
        return List.copyOf(addresses);
    }
}
