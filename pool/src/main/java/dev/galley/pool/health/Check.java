// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import dev.galley.config.HealthConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One active check of one member. Immutable; any thread, best a virtual one: it blocks.
public sealed interface Check permits TcpCheck, HttpCheck {
    /// Checks.
    ///
    /// @param wire a new connection to the member
    /// @return why it failed, short; null if it passed
    /// @throws IOException if the connection failed or the time is over
    @Nullable String check(Wire wire) throws IOException;

    /// Which port is checked; null: the member's own.
    @Nullable Integer port();

    /// Checks the member that listens at `address`, within `timeout` all in all.
    ///
    /// @return why it failed, short; null if it passed
    default @Nullable String run(InetSocketAddress address, Duration timeout) {
        Integer other = port();
        InetSocketAddress target =
                other == null ? address : new InetSocketAddress(address.getAddress(), other);
        try (Wire wire = Wire.connect(target, timeout)) {
            return check(wire);
        } catch (IOException failure) {
            return Reasons.of(failure, timeout);
        }
    }

    /// The check that `config` describes.
    static Check of(HealthConfig config) {
        return switch (config) {
            case HealthConfig.Tcp tcp -> new TcpCheck(tcp.port());
            case HealthConfig.Http http -> new HttpCheck(http);
        };
    }
}
