// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.MatchConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Which requests a route takes: all that is named must match, of a list any.
final class Match {
    private final List<byte[]> hosts;
    private final List<Glob> paths;
    private final List<String> methods;
    private final List<Wanted> headers;
    private final Map<String, String> query;
    private final boolean everything;
    private final String text;

    /// A header line that must be there; of any value, if that is `*`.
    private static final class Wanted {
        final byte[] name;
        final byte[] value;

        Wanted(String name, String value) {
            this.name = Words.of(name.toLowerCase(Locale.ROOT));
            this.value = Words.of(value);
        }

        static Wanted of(Map.Entry<String, String> header) {
            return new Wanted(header.getKey(), header.getValue());
        }
    }

    Match(MatchConfig config) {
        this.hosts =
                config.host().stream()
                        .map(host -> Words.of(host.toLowerCase(Locale.ROOT)))
                        .toList();
        this.paths = config.path().stream().map(Glob::new).toList();
        this.methods = config.method();
        this.headers = config.header().entrySet().stream().map(Wanted::of).toList();
        this.query = config.query();
        this.everything =
                hosts.isEmpty()
                        && paths.isEmpty()
                        && methods.isEmpty()
                        && headers.isEmpty()
                        && query.isEmpty();
        this.text = describe(config);
    }

    boolean test(RequestHead head) {
        return everything
                || (host(head) && path(head) && method(head) && headers(head) && query(head));
    }

    private boolean host(RequestHead head) {
        if (hosts.isEmpty()) return true;
        for (byte[] host : hosts) if (host(head, host)) return true;
        return false;
    }

    /// `*.example.com` is every name below example.com, at any depth, and not that name itself.
    private static boolean host(RequestHead head, byte[] host) {
        int from = head.hostFrom, to = head.hostTo;
        if (host[0] != '*') return Chars.is(head.b, from, to, host);
        int suffix = host.length - 1;
        if (to - from <= suffix) return false;
        for (int i = 0; i < suffix; i++)
            if (Chars.lower(head.b[to - suffix + i]) != host[1 + i]) return false;
        return true;
    }

    private boolean path(RequestHead head) {
        if (paths.isEmpty()) return true;
        for (Glob path : paths) if (path.test(head.path, head.pathFrom, head.pathTo)) return true;
        return false;
    }

    private boolean method(RequestHead head) {
        if (methods.isEmpty()) return true;
        for (String method : methods) if (head.is(method)) return true;
        return false;
    }

    private boolean headers(RequestHead head) {
        for (Wanted wanted : headers) if (!header(head, wanted.name, wanted.value)) return false;
        return true;
    }

    private static boolean header(RequestHead head, byte[] name, byte[] value) {
        boolean any = value.length == 1 && value[0] == '*';
        for (int i = 0; i < head.count; i++) {
            if (!Chars.is(head.b, head.nameFrom[i], head.nameTo[i], name)) continue;
            if (any
                    || java.util.Arrays.equals(
                            head.b, head.valueFrom[i], head.valueTo[i], value, 0, value.length))
                return true;
        }
        return false;
    }

    private boolean query(RequestHead head) {
        if (query.isEmpty()) return true;
        if (head.queryFrom < 0) return false;
        String[] given = head.text(head.queryFrom, head.queryTo).split("&", -1);
        for (Map.Entry<String, String> wanted : query.entrySet())
            if (!parameter(given, wanted.getKey(), wanted.getValue())) return false;
        return true;
    }

    private static boolean parameter(String[] given, String name, String value) {
        for (String pair : given) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            String its = equals < 0 ? "" : pair.substring(equals + 1);
            if (decoded(key).equals(name) && (value.equals("*") || decoded(its).equals(value)))
                return true;
        }
        return false;
    }

    /// Percent-decoded; as it stands if that can't be done.
    private static String decoded(String text) {
        try {
            return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String describe(MatchConfig config) {
        List<String> parts = new ArrayList<>();
        if (!config.method().isEmpty()) parts.add(String.join(",", config.method()));
        String where = String.join(",", config.host()) + String.join(",", config.path());
        if (!where.isEmpty()) parts.add(where);
        config.header().forEach((name, value) -> parts.add(name + ":" + value));
        config.query().forEach((name, value) -> parts.add("?" + name + "=" + value));
        return parts.isEmpty() ? "*" : String.join(" ", parts);
    }

    @Override
    public String toString() {
        return text;
    }
}
