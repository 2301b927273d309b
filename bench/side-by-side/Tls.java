// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Galley beside Debian's nginx, both speaking TLS, in one interleaved run: CPU a full handshake,
/// and CPU a request on connections that stay. See bench/README.md.
public final class Tls {
    private static final String USAGE =
            """
            usage: GALLEY_CMD='java -jar galley.jar run {config}' java Tls.java [options]
              --loads 1.3,1.2,1KiB,10KiB   full handshakes by TLS 1.3 or 1.2, or requests
              --key ec                  of the certificate: ec (P-256) or rsa (2048 bits)
              --connections 64          of the load of requests
              --rounds 5                measured rounds; one more before them warms up
              --seconds 4               a round
              --warm-up 20              seconds of load that Galley gets once, before
              --cores 1/0/2,3           of the proxy / the backend / the load
            Needs nginx, wrk, openssl and taskset.
            """;

    /// Mozilla's intermediate, as Galley has it.
    private static final String NGINX =
            """
            ssl_certificate %1$s/tls.pem; ssl_certificate_key %1$s/tls.key;
            ssl_protocols TLSv1.2 TLSv1.3;
            ssl_ecdh_curve X25519:prime256v1:secp384r1;
            ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:\
            ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384;
            ssl_prefer_server_ciphers off;
            """;

    private static final String GALLEY =
            "tls: {certificates: [{cert: %1$s/tls.pem, key: %1$s/tls.key}]}";
    private static final Pattern CONNECTIONS = Pattern.compile("(\\d+) connections in \\d+ real");

    private final Map<String, String> options;
    private final Rig rig;
    private final Wrk wrk;
    private final List<Rig.Proxy> proxies = new ArrayList<>();

    private Tls(Map<String, String> options, Rig rig) throws Exception {
        this.options = options;
        this.rig = rig;
        this.wrk = new Wrk(rig, cores(2));
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> options = options(args);
        try (Rig rig = new Rig()) {
            new Tls(options, rig).run();
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new TreeMap<>();
        options.put("--loads", "1.3,1.2,1KiB,10KiB");
        options.put("--key", "ec");
        options.put("--connections", "64");
        options.put("--rounds", "5");
        options.put("--seconds", "4");
        options.put("--warm-up", "20");
        options.put("--cores", "1/0/2,3");
        for (int i = 0; i < args.length; i += 2) {
            if (!options.containsKey(args[i]) || i + 1 == args.length) {
                System.err.print(USAGE);
                System.exit(2);
            }
            options.put(args[i], args[i + 1]);
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
        String[] loads = options.get("--loads").split(",");
        start();
        System.out.println("load    proxy    CPU us each    a second  galley to it");
        for (String load : loads) compare(load);
    }

    private void start() throws Exception {
        String key = options.get("--key").equals("ec") ? "ec -pkeyopt ec_paramgen_curve:P-256" : "rsa:2048";
        String make =
                "openssl req -x509 -nodes -days 2 -subj /CN=bench -newkey %s -keyout %s -out %s"
                        .formatted(
                                key, rig.folder.resolve("tls.key"), rig.folder.resolve("tls.pem"));
        run(make);
        rig.startBackend(cores(1), "1KiB", "10KiB");
        proxies.add(rig.startNginx(cores(0), "", NGINX.formatted(rig.folder)));
        String command = System.getenv("GALLEY_CMD");
        if (command == null) throw new IllegalStateException(USAGE);
        proxies.add(rig.startGalley(cores(0), command, 1, GALLEY.formatted(rig.folder)));
        for (String load : List.of("1KiB", "1.3", "1.2"))
            load(proxies.getLast(), load, number("--warm-up") / 3 + 1);
    }

    /// Both in turn, round after round, so that what drifts hits both.
    private void compare(String load) throws Exception {
        Map<String, List<double[]>> rounds = new TreeMap<>();
        for (int i = 0; i <= number("--rounds"); i++)
            for (Rig.Proxy proxy : proxies) {
                double[] round = load(proxy, load, number("--seconds"));
                if (i > 0) rounds.computeIfAbsent(proxy.name(), n -> new ArrayList<>()).add(round);
            }
        for (Rig.Proxy proxy : proxies) {
            List<double[]> own = rounds.get(proxy.name());
            System.out.printf(
                    Locale.ROOT,
                    "%-7s %-8s %11.2f %11.0f  %s%n",
                    load,
                    proxy.name(),
                    median(own.stream().map(r -> r[0])),
                    median(own.stream().map(r -> r[1])),
                    proxy.name().equals("galley") ? "" : ratio(rounds.get("galley"), own));
        }
    }

    /// CPU microseconds each, and how many a second.
    private double[] load(Rig.Proxy proxy, String load, int seconds) throws Exception {
        Map<String, Long> before = proxy.cpu();
        if (load.endsWith("B")) {
            Wrk.Report report = wrk.load(proxy, load, number("--connections"), seconds);
            double micros = proxy.cpuSince(before) / 1e3;
            return new double[] {micros / report.requests(), report.perSecond()};
        }
        long handshakes = handshakes(proxy, load, seconds);
        double micros = proxy.cpuSince(before) / 1e3;
        return new double[] {micros / handshakes, (double) handshakes / seconds};
    }

    /// New connections, without a session to resume, one after the other by four clients.
    private long handshakes(Rig.Proxy proxy, String version, int seconds) throws Exception {
        String line =
                "taskset -c %s openssl s_time -connect 127.0.0.1:%d -new -time %d -tls%s"
                        .formatted(
                                cores(2), proxy.port(), seconds, version.replace('.', '_'));
        List<Process> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++)
            clients.add(new ProcessBuilder(line.split(" ")).redirectErrorStream(true).start());
        long all = 0;
        for (Process client : clients) {
            String said = new String(client.getInputStream().readAllBytes());
            Matcher count = CONNECTIONS.matcher(said);
            if (!count.find())
                throw new IllegalStateException("handshakes with " + proxy.name() + ": " + said);
            all += Long.parseLong(count.group(1));
        }
        return all;
    }

    private static void run(String line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line.split(" ")).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) throw new IllegalStateException(line + ": " + said);
    }

    private static String ratio(List<double[]> galley, List<double[]> peer) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < peer.size(); i++) ratios.add(galley.get(i)[0] / peer.get(i)[0]);
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
