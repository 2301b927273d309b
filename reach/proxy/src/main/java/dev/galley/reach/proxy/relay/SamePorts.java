// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.config.Address;
import dev.galley.config.ListenerConfig;
import dev.galley.config.Ports;
import dev.galley.net.Front;
import dev.galley.net.Listener;
import dev.galley.net.Loops;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A relay's further ports: a connection to one of them goes to the same port of its member.
final class SamePorts implements AutoCloseable {
    private final @Nullable Ports ports;
    private final List<Listener> listeners = new ArrayList<>();

    private SamePorts(@Nullable Ports ports) {
        this.ports = ports;
    }

    /// @throws IOException if one of them can't be listened on; then on none
    static SamePorts open(TcpRelay relay, Loops loops, Plan plan) throws IOException {
        ListenerConfig.Relay config = plan.config;
        Ports ports = config.ports();
        SamePorts open = new SamePorts(ports);
        if (ports == null) return open;
        String host = config.bind().address().host();
        try {
            for (int port = ports.first(); port <= ports.last(); port++)
                open.listeners.add(listener(relay, loops, plan, new Address(host, port)));
            return open;
        } catch (IOException e) {
            open.close();
            throw e;
        }
    }

    private static Listener listener(TcpRelay relay, Loops loops, Plan plan, Address at)
            throws IOException {
        return Listener.bind(
                loops, at, relay.front(plan), loop -> new Session(relay, loop, at.port()).client());
    }

    /// Whether these are the ports that `config` asks for.
    boolean serve(ListenerConfig.Relay config) {
        return ports == null ? config.ports() == null : ports.equals(config.ports());
    }

    /// Puts another front before the connections that are still to come.
    void front(Front next) {
        for (Listener listener : listeners) listener.front(next);
    }

    /// How many connections are on their way to their session.
    int entering() {
        return listeners.stream().mapToInt(Listener::entering).sum();
    }

    @Override
    public void close() {
        listeners.forEach(Listener::close);
    }
}
