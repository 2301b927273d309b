// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.config.MemberConfig;
import org.jspecify.annotations.Nullable;

/// What members are found by.
sealed interface FoundBy {
    /// The addresses of a name in the DNS, or the hosts and ports of its SRV records.
    ///
    /// @param port null: SRV records
    record Name(String name, @Nullable Integer port) implements FoundBy {
        @Override
        public String toString() {
            return port == null ? name : name + ":" + port;
        }
    }

    /// Where a module serves.
    record Module(String name) implements FoundBy {}

    /// null: the member is not to be found.
    static @Nullable FoundBy of(MemberConfig member) {
        String dns = member.dns(), module = member.module();
        if (module != null) return new Module(module);
        return dns == null ? null : new Name(dns, member.port());
    }
}
