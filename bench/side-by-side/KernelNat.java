// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// CPU time a request of `via: nat`, beside HAProxy's `mode tcp` and beside no balancer at all: the
/// client, the balancer and the server in network namespaces of their own, one behind the other.
///
/// What the kernel does for a packet it does on the time of whoever sends it, so all are added up:
/// the client, the server, the balancer and the kernel's own threads for packets. What a way costs
/// is its sum less that of packets that are only routed.
///
/// Root only. `GALLEY_CMD` as for the others; a request is 1 KiB, on connections that stay and on a
/// new one each.
final class KernelNat {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int SECONDS = Integer.getInteger("seconds", 3);
    private static final String VIP = "10.77.1.100", BALANCER = "10.77.1.1", SERVER = "10.77.2.2";

    private static final String NETWORK =
            """
            for n in c b s; do ip netns add kn-$n; ip -n kn-$n link set lo up; done
            ip -n kn-b link add c type veth peer name eth0 netns kn-c
            ip -n kn-b link add s type veth peer name eth0 netns kn-s
            ip -n kn-b address add 10.77.1.1/24 dev c; ip -n kn-b address add 10.77.1.100/32 dev c
            ip -n kn-b address add 10.77.2.1/24 dev s
            ip -n kn-c address add 10.77.1.2/24 dev eth0
            ip -n kn-s address add 10.77.2.2/24 dev eth0
            for l in "b c" "b s" "c eth0" "s eth0"; do set -- $l; ip -n kn-$1 link set $2 up; done
            ip -n kn-c route add default via 10.77.1.1; ip -n kn-s route add default via 10.77.2.1
            ip netns exec kn-b sysctl -qw net.ipv4.ip_forward=1
            # Whoever opens a connection each time is not to run out of ports.
            for n in c b; do
                ip netns exec kn-$n sysctl -qw net.ipv4.tcp_tw_reuse=1 \
                    net.ipv4.ip_local_port_range="1024 65535"
            done
            """;

    private final Path folder = Files.createTempDirectory(Path.of("/dev/shm"), "galley-bench-");
    private final List<Process> started = new ArrayList<>();

    private KernelNat() throws IOException {}

    public static void main(String[] arguments) throws Exception {
        KernelNat bench = new KernelNat();
        Thread end = new Thread(bench::end);
        Runtime.getRuntime().addShutdownHook(end);
        bench.run();
    }

    private void run() throws Exception {
        sh(NETWORK);
        Process server = nginx();
        Process haproxy = haproxy();
        Process galley = galley();
        Map<String, List<Process>> ways = new LinkedHashMap<>();
        ways.put("routed only http://" + SERVER + "/", List.of(server));
        ways.put("galley via: nat http://" + VIP + "/", List.of(server, galley));
        ways.put("haproxy mode tcp http://" + BALANCER + ":81/", List.of(server, haproxy));
        for (String load : List.of("connections that stay", "a connection each"))
            compare(load, load.startsWith("a") ? "-H 'Connection: close'" : "", ways);
    }

    private void compare(String load, String option, Map<String, List<Process>> ways)
            throws Exception {
        Map<String, List<Double>> micros = new LinkedHashMap<>();
        for (int round = 0; round <= ROUNDS; round++)
            for (var way : ways.entrySet()) {
                int url = way.getKey().lastIndexOf(' ');
                double spent = round(option, way.getKey().substring(url), way.getValue());
                if (round > 0)
                    micros.computeIfAbsent(way.getKey().substring(0, url), _ -> new ArrayList<>())
                            .add(spent);
            }
        System.out.printf("%s, µs of CPU a request (median of %d rounds):%n", load, ROUNDS);
        double routed = median(micros.values().iterator().next());
        micros.forEach((way, each) ->
                System.out.printf(
                        "  %-18s %7.2f, of which the balancer %6.2f; %.1f to %.1f%n",
                        way,
                        median(each),
                        median(each) - routed,
                        each.stream().min(Double::compare).orElseThrow(),
                        each.stream().max(Double::compare).orElseThrow()));
    }

    /// One round: microseconds of CPU a request.
    private double round(String option, String url, List<Process> others) throws Exception {
        Map<String, Long> before = cpu(others);
        Process wrk =
                process(
                        "ip netns exec kn-c wrk -t2 -c64 -d%ds %s %s"
                                .formatted(SECONDS, option, url));
        long own = 0;
        while (wrk.isAlive()) {
            own = Math.max(own, sum(tasks(wrk)));
            wrk.waitFor(20, TimeUnit.MILLISECONDS);
        }
        String said = new String(wrk.getInputStream().readAllBytes());
        Matcher requests = Pattern.compile("(\\d+) requests in").matcher(said);
        if (!requests.find() || !said.contains("errors: connect 0") && said.contains("errors:"))
            throw new IllegalStateException(said);
        Map<String, Long> after = cpu(others);
        long nanos = own;
        for (var task : after.entrySet())
            nanos += task.getValue() - before.getOrDefault(task.getKey(), 0L);
        return nanos / 1e3 / Long.parseLong(requests.group(1));
    }

    /// Of these, and of the kernel's threads for packets, by thread.
    private static Map<String, Long> cpu(List<Process> processes) throws IOException {
        Map<String, Long> all = new LinkedHashMap<>();
        for (Process process : processes) all.putAll(tasks(process));
        try (Stream<Path> kernel = Files.list(Path.of("/proc"))) {
            for (Path one : kernel.filter(p -> p.getFileName().toString().matches("\\d+")).toList())
                if (read(one.resolve("comm")).startsWith("ksoftirqd")) add(all, one);
        }
        return all;
    }

    private static Map<String, Long> tasks(Process process) {
        Map<String, Long> all = new LinkedHashMap<>();
        Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .forEach(p -> {
                    try (Stream<Path> list = Files.list(Path.of("/proc/" + p.pid() + "/task"))) {
                        list.forEach(task -> add(all, task));
                    } catch (IOException ended) {
                        // what has ended spends nothing
                    }
                });
        return all;
    }

    private static long sum(Map<String, Long> tasks) {
        return tasks.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void add(Map<String, Long> to, Path task) {
        String stat = read(task.resolve("schedstat"));
        if (!stat.isEmpty()) to.put(task.toString(), Long.parseLong(stat.split(" ")[0]));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ended) {
            return "";
        }
    }

    private Process nginx() throws Exception {
        Files.writeString(folder.resolve("index.html"), "x".repeat(1024));
        Path file = folder.resolve("nginx.conf");
        Files.writeString(
                file,
                """
                worker_processes 1; pid %1$s/pid; error_log stderr; user root;
                events { worker_connections 4096; }
                http {
                    access_log off; keepalive_requests 100000000; open_file_cache max=16;
                    server { listen 80 backlog=4096; root %1$s; }
                }
                """
                        .formatted(folder));
        return start("kn-s", "nginx -e stderr -g 'daemon off;' -c " + file, SERVER + "/");
    }

    private Process haproxy() throws Exception {
        Path file = folder.resolve("haproxy.cfg");
        Files.writeString(
                file,
                """
                global
                    nbthread 1
                defaults
                    mode tcp
                    timeout connect 5s
                    timeout client 50s
                    timeout server 50s
                listen in
                    bind %s:81 backlog 4096
                    server one %s:80
                """
                        .formatted(BALANCER, SERVER));
        return start("kn-b", "haproxy -db -f " + file, BALANCER + ":81/");
    }

    private Process galley() throws Exception {
        Path file = folder.resolve("galley.yaml");
        Files.writeString(
                file,
                """
                admin: 127.0.0.1:0
                pools: {web: {members: "%s:80"}}
                listeners: [{bind: "%s:80", via: nat, pool: web, on-stop: remove}]
                """
                        .formatted(SERVER, VIP));
        String command = System.getenv("GALLEY_CMD").replace("{config}", file.toString());
        return start("kn-b", command, VIP + "/");
    }

    /// Starts a server, and waits until the client is answered by it.
    private Process start(String namespace, String command, String url) throws Exception {
        Process process = process("ip netns exec " + namespace + " " + command);
        started.add(process);
        for (int i = 0; ; i++) {
            String probe = "ip netns exec kn-c curl -sfo /dev/null --max-time 1 http://" + url;
            if (process(probe).waitFor() == 0) return process;
            if (i == 100 || !process.isAlive())
                throw new IllegalStateException(
                        command + ": " + new String(process.getInputStream().readNBytes(4096)));
            Thread.sleep(100);
        }
    }

    private static Process process(String command) throws IOException {
        return new ProcessBuilder("sh", "-c", "exec " + command).redirectErrorStream(true).start();
    }

    private static void sh(String script) throws Exception {
        Process process = new ProcessBuilder("sh", "-ec", script).inheritIO().start();
        if (process.waitFor() != 0) throw new IllegalStateException(script);
    }

    private static double median(List<Double> numbers) {
        double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private void end() {
        try {
            for (Process process : started) process.destroy();
            for (Process process : started) process.waitFor(10, TimeUnit.SECONDS);
            for (String n : Arrays.asList("c", "b", "s"))
                process("ip netns delete kn-" + n).waitFor();
            sh("rm -rf " + folder);
        } catch (Exception e) {
            e.printStackTrace();
        }
    }
}
