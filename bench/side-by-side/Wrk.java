// SPDX-License-Identifier: Apache-2.0

import java.nio.file.Path;

/// Load by wrk, two threads.
final class Wrk {
    /// What a load did; times are in microseconds.
    record Report(long requests, long micros, long p50, long p99) {
        double perSecond() {
            return requests * 1e6 / micros;
        }
    }

    private static final String SCRIPT =
            """
            done = function(summary, latency, requests)
              local e = summary.errors
              io.write(string.format("report %d %d %d %d %d\\n", summary.requests,
                  summary.duration, e.connect + e.read + e.write + e.status + e.timeout,
                  latency:percentile(50), latency:percentile(99)))
            end
            """;

    private final String cores;
    private final Path script;

    /// @param cores that the load runs on
    Wrk(Rig rig, String cores) throws Exception {
        this.cores = cores;
        this.script = rig.write("report.lua", SCRIPT);
    }

    /// Asks for the body on that many connections; a single failed request is an error.
    Report load(Rig.Proxy proxy, String body, int connections, int seconds) throws Exception {
        String line =
                "taskset -c %s wrk -t2 -c%d -d%d -s%s %s"
                        .formatted(cores, connections, seconds, script, proxy.url(body));
        Process wrk = new ProcessBuilder(line.split(" ")).redirectErrorStream(true).start();
        String said = new String(wrk.getInputStream().readAllBytes());
        String report = said.lines().filter(l -> l.startsWith("report ")).findAny().orElse("");
        String[] n = report.split(" ");
        if (n.length != 6 || !n[3].equals("0"))
            throw new IllegalStateException("requests to " + proxy.name() + " failed: " + said);
        return new Report(
                Long.parseLong(n[1]),
                Long.parseLong(n[2]),
                Long.parseLong(n[4]),
                Long.parseLong(n[5]));
    }
}
