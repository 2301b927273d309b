// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import dev.galley.config.HealthConfig;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// `tls`: passes if a TLS handshake comes to its end (RFC 8446, RFC 5246), and the certificate will
/// do for as long as configured. A server that demands a client certificate passes, too: under TLS
/// 1.3 it says so only later.
record TlsCheck(HealthConfig.Tls config, Handshake handshake) implements Talk {
    TlsCheck(HealthConfig.Tls config) {
        this(config, new Handshake(config.handshake()));
    }

    @Override
    public @Nullable String talk(Wire wire) throws IOException {
        return handshake.secure(wire);
    }
}
