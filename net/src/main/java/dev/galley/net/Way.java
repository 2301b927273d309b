// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import dev.galley.config.ListenerConfig;
import dev.galley.pool.Pool;
import dev.galley.pool.Traffic;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/// A way to reach pools that is open on an address: what is done with any of them. Its methods may
/// be called from any thread but an event loop.
public interface Way extends AutoCloseable {
    /// Starts to listen; once.
    ///
    /// @throws IOException if the address can't be listened on; the message says what to do
    void bind() throws IOException;

    /// Takes another configuration of the same kind, for what comes from now on; what is under way
    /// ends by the old one.
    ///
    /// @param pools the pools that the configuration names
    /// @throws IOException if a file that it needs can't be had; nothing is changed then
    void configure(ListenerConfig config, Map<String, Pool> pools) throws IOException;

    /// Where it listens.
    InetSocketAddress address();

    /// All that went through.
    Traffic traffic();

    /// What went through each route, in their order.
    List<RouteTraffic> routes();

    /// What goes on now, and what has happened.
    Gauges gauges();

    /// Takes nothing new, and lets what is under way end in peace.
    void drain();

    /// Listens no more, and ends what is under way.
    @Override
    void close();
}
