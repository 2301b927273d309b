// SPDX-License-Identifier: Apache-2.0

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Galley beside Debian's nginx and HAProxy, in one interleaved run: CPU a request, requests a
/// second and latency. See bench/README.md.
public final class SideBySide {
    private static final String USAGE =
            """
            usage: [GALLEY_CMD='java -jar galley.jar run {config}'] java SideBySide.java [options]
              --sizes 1KiB,10KiB,1MiB   bodies (also 1GiB)
              --connections 64,256      connections of the load
              --rounds 5                measured rounds; one more before them warms up
              --seconds 4               a round
              --warm-up 20              seconds of load that Galley gets once, before
              --members 1               members in Galley's pool (the same backend each)
              --cores 1/0/2,3           of the proxy / the backend / the load
              --nginx '...'             more directives for nginx, as 'proxy_buffering off;'
              --json                    every round as a line of JSON, instead of the table
            Without GALLEY_CMD the peers run alone. Needs nginx, haproxy, wrk and taskset.
            """;

    /// One proxy under load for one round. Latencies are in microseconds.
    private record Round(double cpuMicros, double perSecond, double p50, double p99) {
        String json(String body, int connections, int round, String proxy) {
            return String.format(
                    Locale.ROOT,
                    """
                    {"body":"%s","connections":%d,"round":%d,"proxy":"%s",\
                    "cpuMicros":%.2f,"perSecond":%.0f,"p50":%.0f,"p99":%.0f}\
                    """,
                    body,
                    connections,
                    round,
                    proxy,
                    cpuMicros,
                    perSecond,
                    p50,
                    p99);
        }
    }

    private final Map<String, String> options;
    private final Rig rig;
    private final Wrk wrk;
    private final List<Rig.Proxy> proxies = new ArrayList<>();

    private SideBySide(Map<String, String> options, Rig rig) throws Exception {
        this.options = options;
        this.rig = rig;
        this.wrk = new Wrk(rig, cores(2));
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> options = options(args);
        try (Rig rig = new Rig()) {
            new SideBySide(options, rig).run();
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new TreeMap<>();
        options.put("--sizes", "1KiB,10KiB,1MiB");
        options.put("--connections", "64,256");
        options.put("--rounds", "5");
        options.put("--seconds", "4");
        options.put("--warm-up", "20");
        options.put("--members", "1");
        options.put("--cores", "1/0/2,3");
        options.put("--nginx", "");
        options.put("--json", "");
        for (int i = 0; i < args.length; i++) {
            boolean flag = args[i].equals("--json");
            if (!options.containsKey(args[i]) || (!flag && i + 1 == args.length)) {
                System.err.print(USAGE);
                System.exit(2);
            }
            options.put(args[i], flag ? "yes" : args[++i]);
        }
        return options;
    }

    private int number(String option) {
        return Integer.parseInt(options.get(option));
    }

    private String cores(int index) {
        return options.get("--cores").split("/")[index];
    }

    private void run() throws Exception {
        start();
        if (options.get("--json").isEmpty()) System.out.print(heading());
        for (String body : options.get("--sizes").split(","))
            for (String connections : options.get("--connections").split(","))
                compare(body, Integer.parseInt(connections));
    }

    private void start() throws Exception {
        String[] sizes = options.get("--sizes").split(",");
        rig.startBackend(cores(1), sizes);
        proxies.add(rig.startNginx(cores(0), options.get("--nginx")));
        proxies.add(rig.startHaproxy(cores(0)));
        String command = System.getenv().getOrDefault("GALLEY_CMD", "");
        if (!command.isEmpty()) {
            proxies.add(rig.startGalley(cores(0), command, number("--members")));
            load(proxies.getLast(), sizes[0], 64, number("--warm-up"));
        }
        for (Rig.Proxy proxy : proxies) for (String body : sizes) rig.check(proxy, body);
    }

    /// All proxies in turn, round after round, so that what drifts hits all of them.
    private void compare(String body, int connections) throws Exception {
        Map<String, List<Round>> rounds = new TreeMap<>();
        for (int i = 0; i <= number("--rounds"); i++)
            for (Rig.Proxy proxy : proxies) {
                Round round = load(proxy, body, connections, number("--seconds"));
                if (i == 0) continue;
                rounds.computeIfAbsent(proxy.name(), n -> new ArrayList<>()).add(round);
                if (!options.get("--json").isEmpty())
                    System.out.println(round.json(body, connections, i, proxy.name()));
            }
        if (options.get("--json").isEmpty())
            for (Rig.Proxy proxy : proxies)
                System.out.print(line(body, connections, proxy.name(), rounds));
    }

    private Round load(Rig.Proxy proxy, String body, int connections, int seconds)
            throws Exception {
        Map<String, Long> before = proxy.cpu();
        Wrk.Report load = wrk.load(proxy, body, connections, seconds);
        double cpuMicros = proxy.cpuSince(before) / 1e3 / load.requests();
        return new Round(cpuMicros, load.perSecond(), load.p50(), load.p99());
    }

    private static String heading() {
        return "body   conns proxy    CPU us/req     req/s   p50 us   p99 us  galley to it\n";
    }

    private static String line(
            String body, int connections, String proxy, Map<String, List<Round>> rounds) {
        List<Round> own = rounds.get(proxy);
        return String.format(
                Locale.ROOT,
                "%-6s %5d %-8s %10.2f %9.0f %8.0f %8.0f  %s%n",
                body,
                connections,
                proxy,
                median(own.stream().map(Round::cpuMicros)),
                median(own.stream().map(Round::perSecond)),
                median(own.stream().map(Round::p50)),
                median(own.stream().map(Round::p99)),
                proxy.equals("galley") ? "" : ratio(rounds.get("galley"), own));
    }

    private static String ratio(List<Round> galley, List<Round> peer) {
        if (galley == null) return "";
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < peer.size(); i++)
            ratios.add(galley.get(i).cpuMicros() / peer.get(i).cpuMicros());
        ratios.sort(null);
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f..%.2f)",
                median(ratios.stream()),
                ratios.getFirst(),
                ratios.getLast());
    }

    private static double median(Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
