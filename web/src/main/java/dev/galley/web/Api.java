// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import dev.galley.config.Cidr;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The routes of the API, described by openapi.json beside this class.
final class Api {
    private static final int DEFAULT_SESSIONS = 100, MOST_SESSIONS = 10_000;
    private static final int MOST_DENIED = 100_000, LONGEST_SECONDS = 31_536_000;
    private static final int DEFAULT_WATCH_SECONDS = 30, LONGEST_WATCH_SECONDS = 86_400;

    /// Enough for as many IPv6 ranges.
    private static final int DENY_BYTES = 8 << 20;

    private final Control control;

    Api(Control control) {
        this.control = control;
    }

    /// Every route there is.
    List<Route> routes() {
        return List.of(
                new Route("GET", "/livez", _ -> Answer.text(200, "live")),
                new Route("GET", "/readyz", _ -> readyz()),
                new Route("GET", "/metrics", _ -> metrics()),
                new Route("GET", "/v1/openapi.json", _ -> openApi()),
                new Route("GET", "/v1/status", _ -> Answer.json(control.status())),
                new Route("GET", "/v1/sessions", this::sessions),
                new Route("POST", "/v1/reload", _ -> Answer.json(control.reload())),
                new Route("GET", "/v1/deny", this::denied),
                new Route("POST", "/v1/deny", this::deny),
                new Route("DELETE", "/v1/deny/{source}", this::allow),
                new Route("GET", "/v1/cluster", _ -> cluster()),
                new Route("POST", "/v1/cluster/nodes/{node}/drain", this::drainNode),
                new Route("POST", "/v1/cluster/nodes/{node}/enable", this::enableNode),
                new Route("POST", "/v1/cluster/modules/{module}/scale", this::scale),
                new Route("GET", "/v1/cluster/pools", _ -> Answer.json(control.cluster().pools())),
                new Route("POST", "/v1/cluster/pools", this::agree),
                new Route("GET", "/v1/cluster/upgrade", _ -> Answer.json(upgrades().upgrade())),
                new Route("POST", "/v1/cluster/upgrade", this::upgrade),
                new Route("DELETE", "/v1/cluster/upgrade", _ -> abortUpgrade()),
                new Route("GET", "/v1/pools/{pool}", c -> Answer.json(pool(c))),
                new Route("GET", "/v1/pools/{pool}/explain", this::explain),
                new Route("POST", "/v1/pools/{pool}/members/{member}/drain", this::drain),
                new Route("POST", "/v1/pools/{pool}/members/{member}/enable", this::enable),
                new Route("POST", "/v1/pools/{pool}/members/{member}/weight", this::weight));
    }

    private Answer readyz() {
        return control.ready() ? Answer.text(200, "ready") : Answer.text(503, "not ready");
    }

    private Answer metrics() throws IOException {
        var text = new ByteArrayOutputStream();
        String type = Metrics.write(control.status(), text);
        return new Answer(200, type, text.toString(StandardCharsets.UTF_8), Map.of());
    }

    private Answer openApi() throws IOException {
        try (InputStream in = Api.class.getResourceAsStream("openapi.json")) {
            if (in == null) throw new IOException("openapi.json is not in the jar");
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(200, "application/json", text, Map.of());
        }
    }

    private PoolStatus pool(Call call) throws Refused {
        List<PoolStatus> pools = control.status().pools();
        for (PoolStatus p : pools) if (p.pool().equals(call.path("pool"))) return p;
        List<String> names = pools.stream().map(PoolStatus::pool).toList();
        throw Refused.unknown("pool", call.path("pool"), names);
    }

    private MemberStatus member(Call call) throws Refused {
        List<MemberStatus> members = pool(call).members();
        for (MemberStatus m : members) if (m.member().equals(call.path("member"))) return m;
        List<String> names = members.stream().map(MemberStatus::member).toList();
        throw Refused.unknown("member", call.path("member"), names);
    }

    private Answer drain(Call call) throws Refused {
        control.drain(call.path("pool"), call.path("member"));
        return Answer.json(member(call));
    }

    private Answer enable(Call call) throws Refused {
        control.enable(call.path("pool"), call.path("member"));
        return Answer.json(member(call));
    }

    private Answer weight(Call call) throws Refused, IOException {
        JsonNode weight = call.json().path("weight");
        if (!weight.canConvertToInt() || weight.intValue() < 0 || weight.intValue() > 1000)
            throw new Refused(422, "weight must be a whole number in 0..1000");
        control.weight(call.path("pool"), call.path("member"), weight.intValue());
        return Answer.json(member(call));
    }

    private Answer cluster() throws Refused {
        return Answer.json(control.cluster().status());
    }

    private Answer drainNode(Call call) throws Refused {
        control.cluster().drain(call.path("node"));
        return cluster();
    }

    private Answer enableNode(Call call) throws Refused {
        control.cluster().enable(call.path("node"));
        return cluster();
    }

    private Answer scale(Call call) throws Refused, IOException {
        JsonNode replicas = call.json().path("replicas");
        if (!replicas.canConvertToInt() || replicas.intValue() < 0 || replicas.intValue() > 1000)
            throw new Refused(422, "replicas must be a whole number in 0..1000");
        control.cluster().scale(call.path("module"), replicas.intValue());
        return cluster();
    }

    private Answer agree(Call call) throws Refused, IOException {
        ClusterControl cluster = control.cluster();
        JsonNode body = call.json(), file = body.path("file"), version = body.path("version");
        if (file.isString() == version.canConvertToExactIntegral())
            throw new Refused(422, "say file, or version");
        return Answer.json(
                file.isString()
                        ? cluster.pools(file.asString())
                        : cluster.poolsBack(version.longValue()));
    }

    private ClusterControl upgrades() throws Refused {
        try {
            return control.cluster();
        } catch (Refused e) {
            throw new Refused(
                    e.status(),
                    e.getMessage()
                            + "; nobody would answer while it is replaced: stop it and start the"
                            + " new version, or give it \"cluster\" and a second node");
        }
    }

    private Answer upgrade(Call call) throws Refused, IOException {
        ClusterControl cluster = upgrades();
        JsonNode body = call.json(), watch = body.path("watchSeconds");
        double seconds = watch.isMissingNode() ? DEFAULT_WATCH_SECONDS : watch.asDouble(-1);
        if (!(seconds >= 0 && seconds <= LONGEST_WATCH_SECONDS))
            throw new Refused(422, "watchSeconds must be in 0.." + LONGEST_WATCH_SECONDS);
        Duration time = Duration.ofMillis(Math.round(seconds * 1000));
        String file = body.path("file").asString(""), jar = body.path("jar").asString("");
        return Answer.json(cluster.upgrade(file, jar, time));
    }

    private Answer abortUpgrade() throws Refused {
        return Answer.json(upgrades().abortUpgrade());
    }

    private Answer sessions(Call call) throws Refused {
        int offset = number(call, "offset", 0, Integer.MAX_VALUE);
        int limit = number(call, "limit", DEFAULT_SESSIONS, MOST_SESSIONS);
        return Answer.json(control.sessions(first(call, "pool", ""), offset, limit));
    }

    private Answer denied(Call call) throws Refused {
        int offset = number(call, "offset", 0, Integer.MAX_VALUE);
        return Answer.json(control.denied(offset, number(call, "limit", 100, MOST_DENIED)));
    }

    private Answer deny(Call call) throws Refused, IOException {
        JsonNode body = call.json(DENY_BYTES), seconds = body.path("seconds");
        List<Cidr> sources = new ArrayList<>();
        for (JsonNode source : body.path("sources")) sources.add(source(source.asString("")));
        if (sources.isEmpty() || sources.size() > MOST_DENIED)
            throw new Refused(422, "sources must be 1 to " + MOST_DENIED + " addresses or ranges");
        return Answer.json(control.deny(sources, seconds.isMissingNode() ? null : ttl(seconds)));
    }

    private static Duration ttl(JsonNode seconds) throws Refused {
        boolean good = seconds.canConvertToInt() && seconds.intValue() > 0;
        if (good && seconds.intValue() <= LONGEST_SECONDS)
            return Duration.ofSeconds(seconds.intValue());
        throw new Refused(422, "seconds must be a whole number in 1.." + LONGEST_SECONDS);
    }

    private Answer allow(Call call) throws Refused {
        return Answer.json(control.allow(List.of(source(call.path("source")))));
    }

    private static Cidr source(String text) throws Refused {
        try {
            return Cidr.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    422, "\"" + text + "\" is no address or range, such as 10.0.0.1 or fd00::/8");
        }
    }

    private static int number(Call call, String name, int byDefault, int most) throws Refused {
        String text = first(call, name, String.valueOf(byDefault));
        if (text.matches("[0-9]{1,10}") && Long.parseLong(text) <= most)
            return Integer.parseInt(text);
        throw new Refused(400, name + " must be a whole number in 0.." + most);
    }

    private Answer explain(Call call) throws Refused {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : call.query("header")) {
            int colon = line.indexOf(':');
            if (colon < 1) throw new Refused(400, "header must be NAME:VALUE, not " + line);
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        var question = new Question(first(call, "source", ""), first(call, "url", "/"), headers);
        return Answer.json(control.explain(call.path("pool"), question));
    }

    private static String first(Call call, String name, String byDefault) {
        List<String> values = call.query(name);
        return values.isEmpty() ? byDefault : values.getFirst();
    }
}
