// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.HeaderEdits;
import dev.galley.config.RedirectConfig;
import dev.galley.config.RespondConfig;
import dev.galley.config.RewriteConfig;
import dev.galley.config.RouteConfig;
import dev.galley.pool.Pool;
import dev.galley.pool.Traffic;
import org.jspecify.annotations.Nullable;

/// One route, ready for the hot path. Immutable, but for what it counts.
final class Route {
    final String name;
    final Traffic traffic;
    final @Nullable Pool pool;
    final @Nullable RedirectConfig redirect;
    final @Nullable RespondConfig respond;
    final @Nullable RewriteConfig rewrite;
    final Edits requestEdits;
    final Edits answerEdits;
    private final RouteConfig config;
    private final Match match;

    Route(RouteConfig config, @Nullable Pool pool, int writers) {
        this(config, pool, new Match(config.match()), new Traffic(writers));
    }

    private Route(RouteConfig config, @Nullable Pool pool, Match match, Traffic traffic) {
        this.config = config;
        this.pool = pool;
        this.match = match;
        this.traffic = traffic;
        this.redirect = config.redirect();
        this.respond = config.respond();
        RewriteConfig rewrites = config.rewrite();
        boolean path =
                rewrites.path() != null
                        || rewrites.stripPrefix() != null
                        || rewrites.addPrefix() != null;
        this.rewrite = path || rewrites.host() != null ? rewrites : null;
        this.requestEdits = edits(rewrites.request());
        this.answerEdits = edits(rewrites.response());
        this.name = match + " -> " + target();
    }

    /// The same, counting on in `counted`.
    Route keeping(Traffic counted) {
        return new Route(config, pool, match, counted);
    }

    boolean matches(RequestHead head) {
        return match.test(head);
    }

    private String target() {
        if (pool != null) return pool.name();
        return redirect != null ? "redirect" : "respond";
    }

    private static Edits edits(HeaderEdits config) {
        return new Edits(config);
    }
}
