// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.config.MemberConfig;
import org.jspecify.annotations.Nullable;

/// What members are found by: the addresses of a name, or the hosts and ports of its SRV records.
///
/// @param port null: SRV records
record FoundBy(String name, @Nullable Integer port) {
    /// null: the member is not to be found.
    static @Nullable FoundBy of(MemberConfig member) {
        String dns = member.dns();
        return dns == null ? null : new FoundBy(dns, member.port());
    }

    @Override
    public String toString() {
        return port == null ? name : name + ":" + port;
    }
}
