// SPDX-License-Identifier: Apache-2.0

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Galley's `via: relay` beside HAProxy's `mode tcp`, as it is by default and with `option
/// splice-auto`, in one interleaved run: CPU a request that goes through to the same backend. See
/// bench/README.md.
public final class Relay {
    private static final String USAGE =
            """
            usage: GALLEY_CMD='java -jar galley.jar run {config}' java Relay.java [options]
              --sizes 1KiB,1MiB   bodies
              --connections 64    connections of the load
              --rounds 5          measured rounds; one more before them warms up
              --seconds 4         a round
              --warm-up 20        seconds of load that Galley gets once, before
            Needs haproxy, nginx, wrk and taskset.
            """;

    private final Map<String, String> options = new TreeMap<>();

    private Relay(String[] args) {
        options.putAll(
                Map.of(
                        "--sizes", "1KiB,1MiB",
                        "--connections", "64",
                        "--rounds", "5",
                        "--seconds", "4",
                        "--warm-up", "20"));
        for (int i = 0; i < args.length; i += 2) {
            if (!options.containsKey(args[i]) || i + 1 == args.length) {
                System.err.print(USAGE);
                System.exit(2);
            }
            options.put(args[i], args[i + 1]);
        }
    }

    public static void main(String[] args) throws Exception {
        Relay relay = new Relay(args);
        try (Rig rig = new Rig()) {
            relay.run(rig, System.getenv().getOrDefault("GALLEY_CMD", ""));
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private int number(String option) {
        return Integer.parseInt(options.get(option));
    }

    private void run(Rig rig, String command) throws Exception {
        String[] sizes = options.get("--sizes").split(",");
        rig.startBackend("0", sizes);
        Wrk wrk = new Wrk(rig, "2,3");
        List<Rig.Proxy> peers =
                List.of(
                        rig.startHaproxyTcp("1", "haproxy", ""),
                        rig.startHaproxyTcp("1", "splicing", "option splice-auto"));
        Rig.Proxy galley = rig.startRelay("1", command);
        for (String body : sizes) {
            for (Rig.Proxy peer : peers) rig.check(peer, body);
            rig.check(galley, body);
        }
        wrk.load(galley, sizes[0], number("--connections"), number("--warm-up"));
        System.out.println("body   peer        its us/req  galley us/req  galley to it");
        for (String body : sizes) compare(wrk, peers, galley, body);
    }

    private void compare(Wrk wrk, List<Rig.Proxy> peers, Rig.Proxy galley, String body)
            throws Exception {
        Map<String, List<Double>> its = new TreeMap<>();
        List<Double> own = new ArrayList<>();
        for (int i = 0; i <= number("--rounds"); i++) {
            for (Rig.Proxy peer : peers) {
                double micros = micros(wrk, peer, body);
                if (i > 0) its.computeIfAbsent(peer.name(), _ -> new ArrayList<>()).add(micros);
            }
            double ours = micros(wrk, galley, body);
            if (i > 0) own.add(ours);
        }
        its.forEach((peer, micros) -> print(body, peer, micros, own));
    }

    private static void print(String body, String peer, List<Double> its, List<Double> own) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) ratios.add(own.get(i) / its.get(i));
        ratios.sort(null);
        System.out.printf(
                Locale.ROOT,
                "%-6s %-9s %12.2f %14.2f  %.2f (%.2f..%.2f)%n",
                body,
                peer,
                median(its),
                median(own),
                median(ratios),
                ratios.getFirst(),
                ratios.getLast());
    }

    private double micros(Wrk wrk, Rig.Proxy proxy, String body) throws Exception {
        Map<String, Long> before = proxy.cpu();
        Wrk.Report load = wrk.load(proxy, body, number("--connections"), number("--seconds"));
        return proxy.cpuSince(before) / 1e3 / load.requests();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
