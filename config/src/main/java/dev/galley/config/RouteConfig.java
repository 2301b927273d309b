// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Setting;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which requests, and what becomes of them: exactly one of `pool`, `redirect` and `respond`.
public record RouteConfig(
        @Setting("Which requests; absent: all.") MatchConfig match,
        @Setting(value = "The pool that serves them.", refersTo = "pools") @Nullable String pool,
        @Setting("Sends the client elsewhere.") @Nullable RedirectConfig redirect,
        @Setting("A fixed answer.") @Nullable RespondConfig respond,
        @Setting("What is changed on the way.") RewriteConfig rewrite) {
    public RouteConfig {
        if (Stream.of(pool, redirect, respond).filter(Objects::nonNull).count() != 1)
            throw new IllegalArgumentException("needs exactly one of pool, redirect and respond");
    }
}
