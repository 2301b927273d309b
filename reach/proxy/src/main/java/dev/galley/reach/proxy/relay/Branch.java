// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.config.RelayRoute;
import dev.galley.pool.Pool;
import dev.galley.pool.Traffic;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A route of a relay: which server names, to which pool.
///
/// @param names in lower case; empty: any, and none
record Branch(List<String> names, Pool pool, Traffic traffic) {
    static Branch of(RelayRoute.Match match, Pool pool, int writers) {
        List<String> names = match.sni().stream().map(n -> n.toLowerCase(Locale.ROOT)).toList();
        return new Branch(names, pool, new Traffic(writers));
    }

    /// The same, counting on in `counted`.
    Branch keeping(Traffic counted) {
        return new Branch(names, pool, counted);
    }

    /// Whether it serves who asks for this name, or for none.
    boolean serves(@Nullable String name) {
        if (names.isEmpty()) return true;
        if (name == null) return false;
        for (String pattern : names) if (matches(pattern, name)) return true;
        return false;
    }

    private static boolean matches(String pattern, String name) {
        return pattern.startsWith("*.")
                ? name.length() >= pattern.length() && name.endsWith(pattern.substring(1))
                : name.equals(pattern);
    }

    /// In words: `shop.example.com -> shop`.
    String title() {
        return (names.isEmpty() ? "*" : String.join("|", names)) + " -> " + pool.name();
    }
}
