// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.cli.Paint;
import dev.galley.config.ListenerConfig;
import dev.galley.config.MatchConfig;
import dev.galley.config.RouteConfig;
import dev.galley.net.RouteTraffic;
import dev.galley.pool.MemberState;
import dev.galley.pool.Pool;
import dev.galley.server.Site.Bound;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What is shown at the start: what listens where, who is in the pools, and what to try first.
///
/// @param app which modules run here, and where the others are
record Banner(Paint paint, Site site, List<String> app) {
    private static final int MOST = 6;

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Bound listener : site.listeners())
            lines.add(line("listen", listener.name() + "  " + routes(listener)));
        for (String modules : app) lines.add(line("app", modules));
        site.pools().values().forEach(pool -> lines.add(line("pool", words(pool.pool()))));
        lines.add(line("admin", "http://" + literal(site.admin().address()) + "/v1/status"));
        for (Bound listener : site.listeners())
            for (RouteConfig route : http(listener))
                if (route.pool() != null) {
                    lines.add(line("try", paint.bold(curl(listener, route.match()))));
                    return lines;
                }
        return lines;
    }

    private static List<RouteConfig> http(Bound listener) {
        return listener.config() instanceof ListenerConfig.Http http ? http.routes() : List.of();
    }

    private String line(String head, String text) {
        return paint.dim("  %-6s  ".formatted(head)) + text;
    }

    private static String routes(Bound listener) {
        return some(listener.way().routes().stream().map(RouteTraffic::route).toList());
    }

    private static String words(Pool pool) {
        List<MemberState> members = pool.snapshot().members();
        return pool.name()
                + ", "
                + Views.word(pool.config().policy())
                + ": "
                + (members.isEmpty()
                        ? "nobody yet"
                        : some(members.stream().map(m -> m.member().name()).toList()));
    }

    private static String some(List<String> names) {
        String shown = names.stream().limit(MOST).collect(Collectors.joining(", "));
        return names.size() <= MOST ? shown : shown + " and " + (names.size() - MOST) + " more";
    }

    private static String curl(Bound listener, MatchConfig match) {
        String host =
                match.host().stream()
                        .filter(h -> !h.contains("*"))
                        .findFirst()
                        .map(h -> "-H 'Host: " + h + "' ")
                        .orElse("");
        String path = match.path().stream().filter(p -> !p.contains("*")).findFirst().orElse("/");
        return "curl " + host + "http://" + literal(listener.way().address()) + path;
    }

    /// How a client on this machine gets there.
    private static String literal(InetSocketAddress address) {
        if (address.getAddress().isAnyLocalAddress()) return "127.0.0.1:" + address.getPort();
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
