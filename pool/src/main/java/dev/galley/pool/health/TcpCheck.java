// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import org.jspecify.annotations.Nullable;

/// `tcp`: passes if a connection is accepted (RFC 9293 §3.5: the handshake comes to its end).
///
/// @param port the port that is checked; null: the member's own
record TcpCheck(@Nullable Integer port) implements Check {
    @Override
    public @Nullable String check(Wire wire) {
        return null;
    }
}
