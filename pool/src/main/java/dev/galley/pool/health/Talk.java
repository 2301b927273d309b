// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// A check by what is said on a TCP connection to the member.
sealed interface Talk extends Check
        permits FtpCheck, HttpCheck, PostgresqlCheck, RedisCheck, TcpCheck, TlsCheck {
    /// Checks.
    ///
    /// @param wire a new connection to the member
    /// @return why it failed, short; null if it passed
    /// @throws IOException if the connection failed or the time is over
    @Nullable String talk(Wire wire) throws IOException;

    @Override
    default @Nullable String check(InetSocketAddress target, Deadline deadline) throws IOException {
        try (Wire wire = Wire.connect(target, deadline)) {
            return talk(wire);
        }
    }
}
