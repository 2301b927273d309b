// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import dev.galley.config.HealthConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// `ping`: passes if an ICMP echo is answered (RFC 792, RFC 4443 §4). `InetAddress.isReachable`
/// will not do: without the right to ICMP it tries TCP port 7 and takes a refusal for an answer.
record PingCheck(HealthConfig.Ping config) implements Check {
    @Override
    public @Nullable String check(InetSocketAddress target, Deadline deadline) throws IOException {
        Echo.of(target.getAddress()).await(target.getAddress(), deadline);
        return null;
    }
}
