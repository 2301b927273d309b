// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// A status as tables: totals since the start, or rates since the status before.
///
/// @param before missing: totals
/// @param seconds between the two
/// @param now the time of day, for how long a state has lasted
record StatusView(Paint paint, JsonNode status, JsonNode before, double seconds, Instant now) {
    private static final List<String> KEPT =
            List.of("denied", "rate", "connections", "challenged", "proxied");

    static StatusView totals(Paint paint, JsonNode status, Instant now) {
        return new StatusView(paint, status, MissingNode.getInstance(), 1, now);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(title());
        lines.addAll(reload());
        lines.add("");
        lines.addAll(listeners());
        lines.addAll(floods());
        for (JsonNode pool : status.path("pools")) {
            lines.add("");
            lines.add(title(pool));
            if (pool.has("scale")) lines.addAll(scale(pool.path("scale")));
            lines.addAll(members(pool));
        }
        if (!status.path("virtualAddresses").isEmpty()) {
            lines.add("");
            lines.addAll(virtualAddresses());
        }
        if (status.has("app")) lines.addAll(app());
        return lines;
    }

    private List<String> app() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(new AppView(paint, status.path("app")).lines());
        if (status.at("/app/methods").isEmpty()) return lines;
        lines.add("");
        Table table = counted(new Table(paint, "called here")).head(">p50").head(">p99");
        for (JsonNode m : status.at("/app/methods")) {
            Window window = window(m, same(before.at("/app/methods"), "method", m));
            table.row().cell(text(m, "method"));
            counts(table, window);
            latencies(table, window);
        }
        lines.addAll(table.lines());
        return lines;
    }

    private boolean rates() {
        return !before.isMissingNode();
    }

    private String title() {
        return paint.bold("galley " + text(status, "version"))
                + ", up "
                + Words.time(uptime())
                + ", "
                + text(status, "transport")
                + ", "
                + text(status, "file");
    }

    private Duration uptime() {
        return Duration.ofMillis((long) (1000 * status.path("uptimeSeconds").asDouble(0)));
    }

    private List<String> reload() {
        if (status.at("/reload/success").asBoolean(true)) return List.of();
        List<String> lines = new ArrayList<>();
        lines.add(paint.red("the file was refused when read last; the one before it serves:"));
        for (JsonNode error : status.at("/reload/errors")) lines.add("  " + error.asString(""));
        return lines;
    }

    private List<String> listeners() {
        Table table = new Table(paint, "listener");
        counted(table).head(">in flight").head(">connections").head(">p50").head(">p99");
        for (JsonNode l : status.path("listeners")) {
            JsonNode was = same(before.path("listeners"), "listener", l);
            Window window = window(l, was);
            table.row().cell(text(l, "listener"));
            counts(table, window);
            table.cell(text(l, "inFlight")).cell(text(l, "connections"));
            latencies(table, window);
        }
        return table.lines();
    }

    /// What the kernel keeps away, in packets.
    private List<String> floods() {
        JsonNode floods = status.path("floods");
        if (floods.isMissingNode()) return List.of();
        Table table = new Table(paint, "kept away");
        for (String what : KEPT) table.head(">" + what + (rates() ? "/s" : ""));
        for (JsonNode kept : floods.path("listeners")) {
            JsonNode was = same(before.at("/floods/listeners"), "listener", kept);
            table.row().cell(text(kept, "listener"));
            for (String what : KEPT) table.cell(Words.count(kept(kept, was, what)));
        }
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(table.lines());
        int denied = floods.path("deniedSources").asInt(0);
        if (denied > 0) lines.add(Words.count(denied) + " on the deny list");
        return lines;
    }

    private double kept(JsonNode kept, JsonNode was, String what) {
        double total = kept.path(what).asDouble(0);
        return rates() ? (total - was.path(what).asDouble(0)) / seconds : total;
    }

    private List<String> virtualAddresses() {
        Table table = new Table(paint, "virtual address").head("interface").head("role");
        table.head(">priority").head("active").head("why");
        for (JsonNode v : status.path("virtualAddresses")) {
            table.row().cell(text(v, "group")).cell(text(v, "interfaceName"));
            table.cell(text(v, "role"), paint::role);
            String configured = text(v, "configured"), priority = text(v, "priority");
            boolean lowered = !priority.equals(configured);
            table.cell(lowered ? priority + " of " + configured : priority);
            table.cell(text(v, "active")).cell(because(v));
        }
        return table.lines();
    }

    private Table counted(Table table) {
        return rates() ? table.head(">req/s").head(">5xx/s") : table.head(">requests").head(">5xx");
    }

    private String title(JsonNode pool) {
        int waiting = pool.path("waiting").asInt(0);
        return paint.bold("pool " + text(pool, "pool"))
                + ": "
                + text(pool, "policy")
                + ", "
                + text(pool, "up")
                + " of "
                + pool.path("members").size()
                + " up"
                + (waiting == 0 ? "" : ", " + waiting + " waiting");
    }

    private List<String> scale(JsonNode scale) {
        String line = text(scale, "wanted") + " wanted of " + text(scale, "min") + " to ";
        line += text(scale, "max");
        for (String state : List.of("starting", "leaving"))
            if (scale.path(state).asInt(0) > 0) line += ", " + text(scale, state) + " " + state;
        line += ": " + text(scale, "because");
        String trouble = text(scale, "trouble");
        return trouble.isEmpty() ? List.of(line) : List.of(line, paint.red(trouble));
    }

    private List<String> members(JsonNode pool) {
        boolean priorities = priorities(pool);
        Table table = new Table(paint, "member").head("state").head(">weight");
        if (priorities) table.head(">priority");
        counted(table).head(">in flight").head(">p50").head(">p99").head("why");
        JsonNode poolBefore = same(before.path("pools"), "pool", pool);
        for (JsonNode m : pool.path("members")) {
            Window window = window(m, same(poolBefore.path("members"), "member", m));
            table.row().cell(text(m, "member")).cell(text(m, "state"), paint::state);
            table.cell(text(m, "weight"));
            if (priorities) table.cell(text(m, "priority"));
            counts(table, window);
            table.cell(text(m, "inFlight"));
            latencies(table, window);
            table.cell(why(m));
        }
        return table.lines();
    }

    /// Whether they differ: mostly nobody uses them.
    private static boolean priorities(JsonNode pool) {
        for (JsonNode m : pool.path("members")) if (m.path("priority").asInt(1) != 1) return true;
        return false;
    }

    private void counts(Table table, Window window) {
        double requests = window.requests(), errors = window.errors();
        table.cell(Words.count(rates() ? window.rate(requests) : requests));
        String failed = Words.count(rates() ? window.rate(errors) : errors);
        table.cell(failed, errors > 0 ? paint::red : t -> t);
    }

    private static void latencies(Table table, Window window) {
        table.cell(Words.latency(window.quantile(0.5))).cell(Words.latency(window.quantile(0.99)));
    }

    private String why(JsonNode member) {
        return text(member, "state").equals("up") ? "" : because(member);
    }

    private String because(JsonNode one) {
        String reason = text(one, "reason");
        Duration lasts = Duration.between(Instant.parse(text(one, "since")), now);
        String since = "for " + Words.time(lasts);
        return reason.isEmpty() ? since : reason + ", " + since;
    }

    private Window window(JsonNode now, JsonNode before) {
        return new Window(now.path("traffic"), before.path("traffic"), seconds);
    }

    private static JsonNode same(JsonNode list, String key, JsonNode one) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(o -> o.path(key).equals(one.path(key)))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
