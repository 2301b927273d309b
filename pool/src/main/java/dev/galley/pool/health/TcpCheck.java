// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import dev.galley.config.HealthConfig;
import org.jspecify.annotations.Nullable;

/// `tcp`: passes if a connection is accepted (RFC 9293 §3.5: the handshake comes to its end).
record TcpCheck(HealthConfig.Tcp config) implements Talk {
    @Override
    public @Nullable String talk(Wire wire) {
        return null;
    }
}
