// SPDX-License-Identifier: Apache-2.0

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Galley's DNS answers beside Debian's Knot DNS, in one interleaved run: queries a second of CPU
/// time, and of the clock. See bench/README.md.
public final class Dns {
    private static final String USAGE =
            """
            usage: GALLEY_CMD='java -jar galley.jar run {config}' java Dns.java [options]
              --rounds 5       measured rounds; one more before them warms up
              --seconds 4      a round
              --warm-up 20     seconds of load that Galley gets once, before
              --clients 64     sockets of the load
              --waiting 256    queries that wait for their answers
              --name www       what is asked for: www, a pool's at Galley; static, a zone's
              --rate 0         queries a second; 0: as many as are answered
              --cores 1/2,3    of the server / the load
            Needs knotd (package knot), dnsperf and taskset.
            """;
    private static final Pattern COMPLETED = Pattern.compile("Queries completed: +(\\d+)");
    private static final Pattern LOST = Pattern.compile("Queries lost: +(\\d+)");

    private record Round(double perCpuSecond, double perSecond, double lost) {}

    private final Map<String, String> options;
    private final Rig rig;
    private final List<Rig.Proxy> servers = new ArrayList<>();

    private Dns(Map<String, String> options, Rig rig) {
        this.options = options;
        this.rig = rig;
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> options = options(args);
        try (Rig rig = new Rig()) {
            new Dns(options, rig).run();
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new TreeMap<>();
        options.put("--rounds", "5");
        options.put("--seconds", "4");
        options.put("--warm-up", "20");
        options.put("--clients", "64");
        options.put("--waiting", "256");
        options.put("--name", "www");
        options.put("--rate", "0");
        options.put("--cores", "1/2,3");
        for (int i = 0; i < args.length; i += 2) {
            if (!options.containsKey(args[i]) || i + 1 == args.length) {
                System.err.print(USAGE);
                System.exit(2);
            }
            options.put(args[i], args[i + 1]);
        }
        return options;
    }

    private void run() throws Exception {
        String command = System.getenv().getOrDefault("GALLEY_CMD", "");
        if (command.isEmpty()) throw new IllegalStateException(USAGE);
        rig.write("queries", options.get("--name") + ".example.com A\n");
        servers.add(startKnot());
        servers.add(startGalley(command));
        load(servers.getLast(), options.get("--warm-up"));
        Map<String, List<Round>> rounds = new TreeMap<>();
        for (int i = 0; i <= Integer.parseInt(options.get("--rounds")); i++)
            for (Rig.Proxy server : servers) {
                Round round = load(server, options.get("--seconds"));
                if (i > 0) rounds.computeIfAbsent(server.name(), n -> new ArrayList<>()).add(round);
            }
        System.out.println("server   queries/CPU s   queries/s   lost %");
        rounds.forEach(Dns::print);
        System.out.println("galley to knot, queries a CPU second: " + ratio(rounds));
    }

    private Rig.Proxy startKnot() throws Exception {
        int port = Rig.freePort();
        rig.write(
                "example.com.zone",
                """
                $ORIGIN example.com.
                @ 3600 SOA ns1 hostmaster 1 3600 900 604800 60
                @ 3600 NS ns1
                ns1 3600 A 127.0.0.1
                www 5 A 10.0.0.1
                static 5 A 10.0.0.1
                """);
        String file =
                rig.write(
                                "knot.conf",
                                """
                                server:
                                    rundir: "%1$s"
                                    listen: 127.0.0.1@%2$d
                                    udp-workers: 1
                                    tcp-workers: 1
                                    background-workers: 1
                                database:
                                    storage: "%1$s"
                                zone:
                                  - domain: example.com
                                    storage: "%1$s"
                                    file: example.com.zone
                                """
                                        .formatted(rig.folder, port))
                        .toString();
        Process process = rig.start("knot", core(0), port, "knotd -c " + file);
        return new Rig.Proxy("knot", process, port, 0);
    }

    private Rig.Proxy startGalley(String command) throws Exception {
        int port = Rig.freePort(), admin = Rig.freePort();
        String file =
                rig.write(
                                "galley.yaml",
                                """
                                admin: 127.0.0.1:%d
                                pools:
                                  web: {members: ["10.0.0.1:80", "10.0.0.2:80", "10.0.0.3:80"]}
                                listeners:
                                  - bind: "127.0.0.1:%d/udp"
                                    via: dns
                                    names: {www.example.com: web}
                                    zones:
                                      example.com:
                                        records: ["@ NS ns1", "ns1 A 127.0.0.1",
                                                  "static 5 A 10.0.0.1"]
                                    rate-limit: {answers: 1000000}
                                """
                                        .formatted(admin, port))
                        .toString();
        String line = command.replace("{config}", file);
        return new Rig.Proxy("galley", rig.start("galley", core(0), port, line), port, admin);
    }

    private String core(int index) {
        return options.get("--cores").split("/")[index];
    }

    private Round load(Rig.Proxy server, String seconds) throws Exception {
        List<String> line =
                new ArrayList<>(
                        List.of("taskset", "-c", core(1), "dnsperf", "-s", "127.0.0.1", "-p"));
        line.addAll(List.of("" + server.port(), "-d", rig.folder.resolve("queries").toString()));
        line.addAll(List.of("-l", seconds, "-c", options.get("--clients"), "-T", "2"));
        line.addAll(List.of("-q", options.get("--waiting")));
        if (!options.get("--rate").equals("0")) line.addAll(List.of("-Q", options.get("--rate")));
        Map<String, Long> before = server.cpu();
        Process dnsperf = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = dnsperf.inputReader().readAllAsString();
        if (dnsperf.waitFor() != 0) throw new IllegalStateException(said);
        double cpuSeconds = server.cpuSince(before) / 1e9;
        double completed = number(COMPLETED, said), lost = number(LOST, said);
        return new Round(
                completed / cpuSeconds,
                completed / Double.parseDouble(seconds),
                100 * lost / (completed + lost));
    }

    private static double number(Pattern what, String said) {
        Matcher found = what.matcher(said);
        if (!found.find()) throw new IllegalStateException(said);
        return Double.parseDouble(found.group(1));
    }

    private static void print(String server, List<Round> rounds) {
        System.out.printf(
                Locale.ROOT,
                "%-8s %13.0f %11.0f %8.2f%n",
                server,
                median(rounds.stream().map(Round::perCpuSecond)),
                median(rounds.stream().map(Round::perSecond)),
                median(rounds.stream().map(Round::lost)));
    }

    private static String ratio(Map<String, List<Round>> rounds) {
        List<Round> galley = rounds.get("galley"), knot = rounds.get("knot");
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < knot.size(); i++)
            ratios.add(galley.get(i).perCpuSecond() / knot.get(i).perCpuSecond());
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
