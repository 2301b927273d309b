// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The rules are those that `promtool check metrics` and the text format (prometheus.io, Exposition
/// formats) lay down.
class MetricsTest {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String TEXT = "(?:[^\"\\\\\\n]|\\\\[\\\\n\"])*";
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "(NAME)(?:\\{((?:NAME=\"TEXT\",?)*)})? (\\S+)"
                            .replace("NAME", NAME)
                            .replace("TEXT", TEXT));

    private final List<String> lines = write().lines().toList();

    private static String write() {
        try (var out = new ByteArrayOutputStream()) {
            assertThat(Metrics.write(new Shop().status(), out))
                    .startsWith("text/plain; version=0.0.4");
            return out.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theyTellWhatAlertsAreMadeOf() {
        assertThat(lines)
                .contains(
                        "galley_requests_total"
                                + "{code=\"2xx\",listener=\":8080\","
                                + "route=\"/a\\\"b\\\\** -> web\"} 9.0",
                        "galley_member_up{member=\"10.0.0.1:80\",pool=\"web\"} 1.0",
                        "galley_member_up{member=\"10.0.0.2:80\",pool=\"web\"} 0.0",
                        "galley_listener_terminations_total{code=\"SD\",listener=\":8080\"} 5.0",
                        "galley_pool_sessions{pool=\"web\"} 3.0",
                        "galley_pool_session_evictions_total{pool=\"web\"} 4.0",
                        "galley_pool_sessions_shared{pool=\"web\"} 0.0",
                        "galley_pool_sessions_told_total{pool=\"web\"} 5.0",
                        "galley_pool_sessions_learned_total{pool=\"web\"} 6.0",
                        "galley_pool_sessions_missed_total{pool=\"web\"} 7.0",
                        "galley_pool_members_wanted{pool=\"web\"} 5.0",
                        "galley_pool_members_starting{pool=\"web\"} 3.0",
                        "galley_pool_members_leaving{pool=\"web\"} 1.0",
                        "galley_pool_members_started_total{pool=\"web\"} 6.0",
                        "galley_pool_members_ended_total{pool=\"web\"} 2.0",
                        "galley_pool_scale_trouble{pool=\"web\"} 1.0",
                        "galley_denied_sources 2.0",
                        "galley_listener_dropped_packets_total"
                                + "{listener=\":8080\",rule=\"rate-per-source\"} 12.0",
                        "galley_listener_challenged_syns_total{listener=\":8080\"} 15.0",
                        "galley_listener_proxied_connections_total{listener=\":8080\"} 14.0",
                        "galley_virtual_address_active{group=\"10.0.0.100\"} 0.0",
                        "galley_virtual_address_priority{group=\"10.0.0.100\"} 50.0",
                        "galley_virtual_address_transitions_total{group=\"10.0.0.100\"} 2.0",
                        "galley_virtual_address_packets_refused_total"
                                + "{group=\"10.0.0.100\",reason=\"ttl\"} 6.0",
                        "galley_module_here{module=\"users\"} 1.0",
                        "galley_module_here{module=\"mail\"} 0.0",
                        "galley_module_failures_total{module=\"mail\",stage=\"not-connected\"}"
                                + " 2.0",
                        "galley_method_requests_total{code=\"2xx\",method=\"Users/find\"} 6.0",
                        "galley_method_failures_total{method=\"Users/find\",stage=\"failed\"} 1.0",
                        "galley_calls_in_flight 3.0",
                        "galley_config_reload_success 1.0",
                        "galley_config_reload_success_timestamp_seconds 1.767323045E9");
    }

    @Test
    void bucketsOfAHistogramAddUpToItsCount() {
        assertThat(lines)
                .containsSubsequence(
                        bucket("0.001", 10), bucket("0.01", 11), bucket("+Inf", 12), count(12));
    }

    private static String bucket(String le, int n) {
        return "galley_listener_request_duration_seconds_bucket{listener=\":8080\",le=\"%s\"} %d"
                .formatted(le, n);
    }

    private static String count(int n) {
        return "galley_listener_request_duration_seconds_count{listener=\":8080\"} " + n;
    }

    @Test
    void everyFamilyIsDescribedOnceAndNamedByTheRules() {
        Map<String, String> types = new HashMap<>();
        Set<String> helped = new HashSet<>(), seen = new HashSet<>();
        for (String line : lines) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) assertThat(helped.add(words[2])).as(line).isTrue();
            else if (line.startsWith("# TYPE "))
                assertThat(types.put(words[2], words[3])).as(line).isNull();
            else sample(line, types, helped, seen);
        }
        assertThat(types).hasSizeGreaterThan(20);
    }

    private static void sample(
            String line, Map<String, String> types, Set<String> helped, Set<String> seen) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        String name = sample.group(1);
        String family =
                types.containsKey(name) ? name : name.replaceFirst("_(bucket|count|sum)$", "");
        assertThat(types).as(line).containsKey(family);
        assertThat(helped).as(line).contains(family);
        assertThat(name.endsWith("_total")).as(line).isEqualTo(isCounter(types, family));
        assertThat(seen.add(name + sample.group(2))).as("twice: " + line).isTrue();
        assertThat(Double.parseDouble(sample.group(3).replace("+Inf", "Infinity"))).isNotNaN();
    }

    private static boolean isCounter(Map<String, String> types, String family) {
        return types.get(family).equals("counter");
    }
}
