// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.config.Address;
import java.util.Map;
import java.util.Set;

/// What programs are told by their environment. Of Galley's own they get what hardly any program
/// does without, and no secrets.
final class Environment {
    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "LANG");

    private Environment() {}

    /// @param environment Galley's own, which is changed
    static void set(Map<String, String> environment, String pool) {
        environment.keySet().retainAll(INHERITED);
        environment.put("GALLEY_POOL", pool);
    }

    static void set(Map<String, String> environment, String pool, Address address) {
        set(environment, pool);
        environment.put("GALLEY_ADDRESS", address.toString());
        environment.put("GALLEY_HOST", address.host());
        environment.put("GALLEY_PORT", String.valueOf(address.port()));
    }
}
