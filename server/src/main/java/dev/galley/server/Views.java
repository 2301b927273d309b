// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.config.PolicyConfig;
import dev.galley.net.Gauges;
import dev.galley.net.RouteTraffic;
import dev.galley.net.Way;
import dev.galley.pool.MemberState;
import dev.galley.pool.Pool;
import dev.galley.pool.Snapshot;
import dev.galley.pool.Traffic;
import dev.galley.reach.kernel.vrrp.GroupStatus;
import dev.galley.web.Durations;
import dev.galley.web.ListenerStatus;
import dev.galley.web.MemberStatus;
import dev.galley.web.PoolStatus;
import dev.galley.web.RouteStatus;
import dev.galley.web.Totals;
import dev.galley.web.VirtualAddressStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Pools and listeners, as the admin API shows them.
final class Views {
    private static final List<Double> BOUNDS_SECONDS =
            Traffic.BOUNDS_MICROS.stream().map(micros -> micros / 1e6).toList();

    private Views() {}

    static ListenerStatus listener(String name, Way way) {
        Gauges gauges = way.gauges();
        Map<String, Long> terminations = new TreeMap<>(gauges.ends());
        terminations.values().removeIf(count -> count == 0);
        return new ListenerStatus(
                name,
                gauges.connections(),
                gauges.requests(),
                gauges.retries(),
                terminations,
                totals(way.traffic()),
                routes(way.routes()));
    }

    /// Two routes may look alike; their names must not, or they could not be told apart.
    private static List<RouteStatus> routes(List<RouteTraffic> routes) {
        Set<String> taken = new HashSet<>();
        List<RouteStatus> all = new ArrayList<>();
        for (RouteTraffic r : routes) {
            String name = r.route();
            for (int n = 2; !taken.add(name); n++) name = r.route() + " (" + n + ")";
            all.add(new RouteStatus(name, totals(r.traffic())));
        }
        return all;
    }

    static PoolStatus pool(Pool pool, History history, Scaling scaling, Sharing sharing) {
        Snapshot snapshot = pool.snapshot();
        return new PoolStatus(
                pool.name(),
                word(pool.config().policy()),
                snapshot.up(),
                pool.queue().size(),
                SessionViews.totals(pool, sharing),
                scaling.status(pool),
                snapshot.members().stream().map(m -> member(m, history)).toList());
    }

    private static MemberStatus member(MemberState state, History history) {
        History.Past past = history.of(state.member());
        String reason = state.healthy() ? past.reason() : state.reason();
        return new MemberStatus(
                state.member().name(),
                state.status().name().toLowerCase(Locale.ROOT),
                reason.isEmpty() ? null : reason,
                past.since(),
                state.weight(),
                state.config().priority(),
                state.member().inFlight() + state.member().forwarded(),
                past.ejections(),
                totals(state.member().traffic()));
    }

    static Totals totals(Traffic traffic) {
        Traffic.Totals t = traffic.totals();
        Map<String, Long> codes = new TreeMap<>();
        for (int i = 0; i < t.byClass().size(); i++)
            codes.put(i == 0 ? "none" : i + "xx", t.byClass().get(i));
        var durations = new Durations(BOUNDS_SECONDS, t.byDuration(), t.nanos() / 1e9);
        return new Totals(t.requests(), codes, t.bytesIn(), t.bytesOut(), durations);
    }

    static VirtualAddressStatus virtualAddress(GroupStatus group) {
        Map<String, Long> refused = new TreeMap<>();
        group.refused().forEach((why, count) -> refused.put(why.word(), count));
        return new VirtualAddressStatus(
                group.group(),
                group.addresses(),
                group.interfaceName(),
                group.routerId(),
                group.role().word(),
                group.priority(),
                group.configured(),
                group.active(),
                group.since(),
                group.reason().isEmpty() ? null : group.reason(),
                group.transitions(),
                group.sent(),
                group.received(),
                refused);
    }

    /// The word of the file.
    static String word(PolicyConfig policy) {
        return switch (policy) {
            case PolicyConfig.RoundRobin _ -> "round-robin";
            case PolicyConfig.Ratio _ -> "ratio";
            case PolicyConfig.LeastConnections _ -> "least-connections";
            case PolicyConfig.FastestResponse _ -> "fastest-response";
            case PolicyConfig.LeastLoad _ -> "least-load";
            case PolicyConfig.Random _ -> "random";
            case PolicyConfig.Hash _ -> "hash";
        };
    }
}
