// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.config.Address;
import dev.galley.config.Config;
import dev.galley.config.ListenerConfig;
import dev.galley.pool.Pool;
import dev.galley.pool.Watch;
import dev.galley.reach.proxy.HttpProxy;
import dev.galley.web.AdminServer;
import java.util.List;
import java.util.Map;

/// All that one reading of the file has set up. Immutable; a reload replaces it as a whole.
record Site(
        Config config, Map<String, Watched> pools, List<Bound> listeners, AdminServer admin) {
    /// A pool and what watches over it.
    record Watched(Pool pool, Watch watch) {}

    /// A listener that is bound.
    record Bound(ListenerConfig config, HttpProxy proxy) {
        /// Its address as the file names it; where that leaves the port open, with the real one.
        String name() {
            Address bind = config.bind();
            return new Address(bind.host(), proxy.address().getPort()).toString();
        }
    }

    Site {
        listeners = List.copyOf(listeners);
    }

    List<HttpProxy> proxies() {
        return listeners.stream().map(Bound::proxy).toList();
    }
}
