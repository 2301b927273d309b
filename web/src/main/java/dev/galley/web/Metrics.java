// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import dev.galley.web.Families.Sample;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// The metrics, in the Prometheus text format 0.0.4. Names keep the rules of prometheus.io, "Metric
/// and label naming": base units, `_total` on what only grows.
final class Metrics {
    private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();

    /// Something that has traffic, and the labels that tell it from others.
    private record Source(Labels labels, Totals totals) {}

    private Metrics() {}

    /// Writes all metrics.
    ///
    /// @return the media type
    static String write(Status status, OutputStream out) throws IOException {
        Families families = new Families();
        traffic(families, "galley", "by route", routes(status));
        traffic(families, "galley_listener", "by listener", listeners(status));
        traffic(families, "galley_member", "by member", members(status));
        listeners(families, status.listeners());
        pools(families, status.pools());
        sessions(families, status.pools());
        ScaleMetrics.add(families, status.pools());
        if (status.floods() != null) floods(families, status.floods());
        virtualAddresses(families, status.virtualAddresses());
        AppStatus app = status.app();
        if (app != null) {
            traffic(families, "galley_method", "by method that other nodes call", methods(app));
            AppMetrics.add(families, app);
        }
        process(families, status);
        ProcessMetrics.add(families);
        WRITER.write(out, families.all());
        return WRITER.getContentType();
    }

    private static List<Source> routes(Status status) {
        return status.listeners().stream()
                .flatMap(l -> l.routes().stream().map(r -> source(l.listener(), r)))
                .toList();
    }

    private static Source source(String listener, RouteStatus route) {
        return new Source(Labels.of("listener", listener, "route", route.route()), route.traffic());
    }

    private static List<Source> listeners(Status status) {
        return status.listeners().stream()
                .map(l -> new Source(Labels.of("listener", l.listener()), l.traffic()))
                .toList();
    }

    private static List<Source> methods(AppStatus app) {
        return app.methods().stream()
                .map(m -> new Source(Labels.of("method", m.method()), m.traffic()))
                .toList();
    }

    private static List<Source> members(Status status) {
        return status.pools().stream()
                .flatMap(p -> p.members().stream().map(m -> source(p.pool(), m)))
                .toList();
    }

    private static Source source(String pool, MemberStatus member) {
        return new Source(Labels.of("pool", pool, "member", member.member()), member.traffic());
    }

    private static void traffic(Families to, String prefix, String by, List<Source> sources) {
        to.counter(
                prefix + "_requests",
                "Requests finished, " + by + " and class of status.",
                sources.stream().flatMap(Metrics::codes));
        to.histogram(
                prefix + "_request_duration_seconds",
                "How long requests took, " + by + ".",
                sources.stream().map(s -> Families.point(s.labels(), s.totals().durations())));
        to.counter(
                prefix + "_received_bytes",
                "Bytes of requests, " + by + ".",
                sources.stream().map(s -> new Sample(s.labels(), s.totals().bytesIn())));
        to.counter(
                prefix + "_sent_bytes",
                "Bytes of answers, " + by + ".",
                sources.stream().map(s -> new Sample(s.labels(), s.totals().bytesOut())));
    }

    private static Stream<Sample> codes(Source source) {
        return source.totals().codes().entrySet().stream()
                .map(c -> new Sample(source.labels().add("code", c.getKey()), c.getValue()));
    }

    private static void listeners(Families to, List<ListenerStatus> all) {
        to.gauge(
                "galley_listener_connections",
                "Open connections of clients.",
                each(all, ListenerStatus::connections));
        to.gauge(
                "galley_listener_in_flight",
                "Requests under way.",
                each(all, ListenerStatus::inFlight));
        to.counter(
                "galley_listener_retries",
                "Requests tried again on another member.",
                each(all, ListenerStatus::retries));
        to.counter(
                "galley_listener_terminations",
                "How requests ended, by the termination code of the access log.",
                all.stream().flatMap(Metrics::terminations));
    }

    private static Stream<Sample> each(
            List<ListenerStatus> listeners, ToDoubleFunction<ListenerStatus> value) {
        return listeners.stream()
                .map(l -> Sample.of(value.applyAsDouble(l), "listener", l.listener()));
    }

    private static Stream<Sample> terminations(ListenerStatus l) {
        return l.terminations().entrySet().stream()
                .map(t -> Sample.of(t.getValue(), "listener", l.listener(), "code", t.getKey()));
    }

    private static void pools(Families to, List<PoolStatus> all) {
        to.gauge(
                "galley_pool_waiting",
                "Requests that wait for a member to have room.",
                all.stream().map(p -> Sample.of(p.waiting(), "pool", p.pool())));
        to.gauge(
                "galley_member_up",
                "Whether the member serves: 1 or 0.",
                all.stream().flatMap(p -> each(p, m -> m.up() ? 1 : 0)));
        to.gauge(
                "galley_member_weight",
                "The member's share.",
                all.stream().flatMap(p -> each(p, MemberStatus::weight)));
        to.gauge(
                "galley_member_in_flight",
                "Requests under way at the member.",
                all.stream().flatMap(p -> each(p, MemberStatus::inFlight)));
        to.counter(
                "galley_member_ejections",
                "How often real traffic has thrown the member out.",
                all.stream().flatMap(p -> each(p, MemberStatus::ejections)));
    }

    private static void sessions(Families to, List<PoolStatus> all) {
        to.gauge(
                "galley_pool_sessions",
                "Sessions that the pool remembers.",
                each(all, SessionTotals::size));
        to.counter(
                "galley_pool_session_evictions",
                "Sessions that were displaced by others, since the table was full.",
                each(all, SessionTotals::evictions));
        to.gauge(
                "galley_pool_sessions_shared",
                "Whether other balancers know the pool's sessions: 1 or 0.",
                shared(all, shared -> shared.trouble() == null ? 1 : 0));
        to.counter(
                "galley_pool_sessions_told",
                "How often other balancers were told of a session.",
                shared(all, SharedTotals::told));
        to.counter(
                "galley_pool_sessions_learned",
                "How often others told of a session what was not known here.",
                shared(all, SharedTotals::learned));
        to.counter(
                "galley_pool_sessions_missed",
                "Choices that others were told of late, since too many waited.",
                shared(all, SharedTotals::missed));
    }

    private static Stream<Sample> shared(
            List<PoolStatus> pools, Function<SharedTotals, Number> value) {
        return pools.stream()
                .filter(p -> p.sessions() != null && p.sessions().shared() != null)
                .map(p -> Sample.of(value.apply(p.sessions().shared()), "pool", p.pool()));
    }

    private static Stream<Sample> each(
            List<PoolStatus> pools, Function<SessionTotals, Number> value) {
        return pools.stream()
                .filter(p -> p.sessions() != null && p.sessions().limit() > 0)
                .map(p -> Sample.of(value.apply(p.sessions()), "pool", p.pool()));
    }

    private static Stream<Sample> each(PoolStatus pool, ToDoubleFunction<MemberStatus> value) {
        return pool.members().stream().map(m -> sample(pool, m, value));
    }

    private static Sample sample(
            PoolStatus pool, MemberStatus member, ToDoubleFunction<MemberStatus> value) {
        return new Sample(source(pool.pool(), member).labels(), value.applyAsDouble(member));
    }

    private static void floods(Families to, Floods floods) {
        to.gauge(
                "galley_denied_sources",
                "Sources on the deny list.",
                Stream.of(Sample.of(floods.deniedSources())));
        to.counter(
                "galley_listener_dropped_packets",
                "Packets kept from the listener by its flood rules, by the rule.",
                floods.listeners().stream().flatMap(Metrics::dropped));
        to.counter(
                "galley_listener_challenged_syns",
                "SYNs that SYNPROXY answered.",
                floods.listeners().stream()
                        .map(k -> Sample.of(k.challenged(), "listener", k.listener())));
        to.counter(
                "galley_listener_proxied_connections",
                "Connections whose handshake SYNPROXY has seen completed.",
                floods.listeners().stream()
                        .map(k -> Sample.of(k.proxied(), "listener", k.listener())));
    }

    private static Stream<Sample> dropped(Floods.Kept k) {
        return Stream.of(
                Sample.of(k.denied(), "listener", k.listener(), "rule", "deny"),
                Sample.of(k.rate(), "listener", k.listener(), "rule", "rate-per-source"),
                Sample.of(
                        k.connections(),
                        "listener",
                        k.listener(),
                        "rule",
                        "connections-per-source"));
    }

    private static void virtualAddresses(Families to, List<VirtualAddressStatus> all) {
        to.gauge(
                "galley_virtual_address_active",
                "Whether this machine holds the addresses: 1 or 0.",
                groups(all, v -> v.role().equals("active") ? 1 : 0));
        to.gauge(
                "galley_virtual_address_priority",
                "The priority that counts now.",
                groups(all, VirtualAddressStatus::priority));
        to.counter(
                "galley_virtual_address_transitions",
                "How often this machine has become active.",
                groups(all, VirtualAddressStatus::transitions));
        to.counter(
                "galley_virtual_address_adverts_sent",
                "Adverts sent.",
                groups(all, VirtualAddressStatus::sent));
        to.counter(
                "galley_virtual_address_adverts_received",
                "Adverts received.",
                groups(all, VirtualAddressStatus::received));
        to.counter(
                "galley_virtual_address_packets_refused",
                "Packets thrown away, by reason.",
                all.stream().flatMap(Metrics::refused));
    }

    private static Stream<Sample> groups(
            List<VirtualAddressStatus> all, ToDoubleFunction<VirtualAddressStatus> value) {
        return all.stream().map(v -> Sample.of(value.applyAsDouble(v), "group", v.group()));
    }

    private static Stream<Sample> refused(VirtualAddressStatus v) {
        return v.refused().entrySet().stream()
                .map(r -> Sample.of(r.getValue(), "group", v.group(), "reason", r.getKey()));
    }

    private static void process(Families to, Status status) {
        to.gauge(
                "galley_idle_upstream_connections",
                "Connections to members that are kept for the next request.",
                Stream.of(Sample.of(status.idleUpstreams())));
        to.gauge(
                "galley_config_reload_success",
                "Whether the configuration file serves as last read: 1 or 0.",
                Stream.of(Sample.of(status.reload().success() ? 1 : 0)));
        to.gauge(
                "galley_config_reload_success_timestamp_seconds",
                "When the configuration that serves was read.",
                Stream.of(Sample.of(seconds(status.reload().lastSuccess()))));
        to.gauge(
                "galley_build_info",
                "1, with the version and the transport as labels.",
                Stream.of(
                        Sample.of(
                                1, "version", status.version(), "transport", status.transport())));
    }

    private static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }
}
