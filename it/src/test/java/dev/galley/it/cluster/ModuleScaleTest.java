// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A module on three nodes has more replicas under a real load and fewer after it, whoever says how
/// many.
@Timeout(300)
class ModuleScaleTest {
    private static final String BY_LOAD =
            "{replicas: {min: 1, max: 3},"
                    + " scale: {in-flight: 8, interval: 500ms, in-window: 3s}}";
    private static final String FIELD = "\"module\" : \"field\"";
    private static final Pattern SCALER = Pattern.compile("\"scaler\" : \"(\\S+)\"");
    private static final Pattern WANTED = Pattern.compile(FIELD + ",\\s+\"replicas\" : (\\d+)");
    private static final Pattern ACT =
            Pattern.compile("scale: node=\\S+ epoch=(\\d+) wants field: ");
    private static final int MANY = 30, FEW = 2;

    @TempDir private Path folder;
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final List<Thread> askers = new ArrayList<>();
    private volatile int asking = MANY;

    private static void soon(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60)).until(condition);
    }

    @Test
    void aModuleGrowsWithItsLoadAndShrinksAfterItThoughTheNodeThatScalesItIsKilled()
            throws Exception {
        try (Fleet fleet = new Fleet(folder, BY_LOAD, "{config: {host: 127.0.0.1}}")) {
            soon(() -> fleet.nodesOf("field").size() == 1 && fleet.nodesOf("gate").size() == 3);
            soon(() -> SCALER.matcher(cluster(fleet, "n1")).find());
            String scaler = found(SCALER, cluster(fleet, "n1"));
            List<String> others = fleet.names().stream().filter(n -> !n.equals(scaler)).toList();
            for (String node : others) ask(fleet, gate(fleet, node));

            soon(() -> fleet.nodesOf("field").size() == 3);
            String other = others.getFirst();
            assertThat(cluster(fleet, other)).contains("in flight, 8 for each");
            assertThat(fleet.admin(other, "GET", "/metrics", "").body())
                    .contains("galley_module_wanted{module=\"field\"} 3.0");
            refusesTheWordOfAnOperator(fleet, other);

            // From now on each gate asks the field on its own node.
            soon(() -> status(fleet, scaler).contains("\"inFlight\" : 0,"));
            fleet.node(scaler).kill();
            soon(() -> {
                String now = cluster(fleet, other);
                assertThat(found(WANTED, now)).isEqualTo("3");
                Matcher next = SCALER.matcher(now);
                return next.find() && !next.group(1).equals(scaler);
            });

            asking = FEW;
            soon(() -> found(WANTED, cluster(fleet, other)).equals("1"));
            soon(() -> fleet.nodesOf("field", scaler).size() == 1);
            asking = 0;
            for (Thread asker : askers) asker.join();
            assertThat(failures).isEmpty();
            assertThat(answered.get()).isGreaterThan(100);
            epochsOnlyRise(fleet);
        }
    }

    private static void refusesTheWordOfAnOperator(Fleet fleet, String node) throws Exception {
        var refused =
                fleet.admin(node, "POST", "/v1/cluster/modules/field/scale", "{\"replicas\": 2}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("field is scaled by its load, 1 to 3: change replicas");
    }

    private static String cluster(Fleet fleet, String node) throws Exception {
        return fleet.admin(node, "GET", "/v1/cluster", "").body();
    }

    /// Of the part that is about the program.
    private static String status(Fleet fleet, String node) throws Exception {
        String all = fleet.admin(node, "GET", "/v1/status", "").body();
        return all.substring(all.indexOf("\"app\" : {"));
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }

    /// Where the gate of a node listens.
    private static URI gate(Fleet fleet, String node) throws Exception {
        Pattern endpoint =
                Pattern.compile(
                        "\"node\" : \"%s\",\\s+\"phase\" : \"running\",\\s+".formatted(node)
                                + "\"endpoints\" : \\[\\s*\"([^\"]+)\"");
        soon(() -> endpoint.matcher(cluster(fleet, node)).find());
        return URI.create("http://" + found(endpoint, cluster(fleet, node)) + "/harvest");
    }

    /// Some who ask one gate, one call after the other.
    private void ask(Fleet fleet, URI gate) {
        HttpRequest request = HttpRequest.newBuilder(gate).timeout(Duration.ofSeconds(20)).build();
        for (int i = 0; i < MANY; i++) {
            int number = i;
            askers.add(
                    Thread.startVirtualThread(() -> {
                        while (number < asking) ask(fleet, request);
                    }));
        }
    }

    private void ask(Fleet fleet, HttpRequest request) {
        try {
            HttpResponse<String> answer = fleet.client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() == 200) answered.incrementAndGet();
            else failures.add(answer.statusCode() + " " + answer.body());
        } catch (IOException e) {
            failures.add(String.valueOf(e));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What two terms have said is of two epochs, and each node has only ever spoken in its own.
    private static void epochsOnlyRise(Fleet fleet) throws IOException {
        Set<Long> all = new TreeSet<>();
        for (List<String> told : fleet.toldByEach()) {
            Set<Long> own = new TreeSet<>();
            for (String line : told) {
                Matcher act = ACT.matcher(line);
                if (act.find()) own.add(Long.parseLong(act.group(1)));
            }
            for (Long epoch : own) assertThat(all.add(epoch)).isTrue();
        }
        assertThat(all).hasSizeGreaterThan(1);
    }
}
