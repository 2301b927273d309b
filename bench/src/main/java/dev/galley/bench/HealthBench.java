// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.galley.config.CheckTiming;
import dev.galley.config.HealthConfig;
import dev.galley.config.StatusRange;
import dev.galley.pool.Pool;
import dev.galley.pool.Watch;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// What it costs to check 2,000 members every 2 seconds: CPU time of this process as a share of one
/// core. The servers run in a process of their own.
///
/// Arguments: `tcp`, `http`, `ping` or `none` (the process alone), seconds to measure. The class
/// path is that of {@link PoolBench}; ports 21100 to 21199 of 127.0.0.1 to 127.0.0.20 must be free.
///
///     java -cp bench/target/classes:$(cat bench/target/classpath) \
///         dev.galley.bench.HealthBench http 20
public final class HealthBench {
    private static final int MEMBERS = 2_000;
    private static final CheckTiming TIMING =
            new CheckTiming(Duration.ofSeconds(2), Duration.ofSeconds(2), 2, 3);
    private static final OperatingSystemMXBean OS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private HealthBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        String type = args.length > 0 ? args[0] : "http";
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        Process server = server();
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
            out.readLine();
            measure(type, seconds);
            server.getOutputStream().close();
            System.out.printf("the servers saw %s connections in all%n", out.readLine());
        } finally {
            server.destroy();
        }
    }

    private static void measure(String type, int seconds) throws InterruptedException {
        var members = Setups.members(MEMBERS, false);
        Pool pool =
                new Pool("bench", Setups.pool(Setups.policy("random"), members, health(type)), 1);
        try (Watch watch = new Watch(pool, new SplittableRandom(1), List.of())) {
            watch.start();
            Thread.sleep(Duration.ofSeconds(15));
            long cpu = OS.getProcessCpuTime();
            long begin = System.nanoTime();
            Thread.sleep(Duration.ofSeconds(seconds));
            double share = 100.0 * (OS.getProcessCpuTime() - cpu) / (System.nanoTime() - begin);
            System.out.printf(
                    "%s: %d members up, %.1f %% of one core over %d s%n",
                    type, pool.snapshot().up(), share, seconds);
        }
    }

    private static @Nullable HealthConfig health(String type) {
        return switch (type) {
            case "none" -> null;
            case "tcp" -> new HealthConfig.Tcp(TIMING, null);
            case "ping" -> new HealthConfig.Ping(TIMING);
            case "http" ->
                    new HealthConfig.Http(
                            "/health",
                            "GET",
                            null,
                            Map.of(),
                            new HealthConfig.Expect(
                                    List.of(new StatusRange(200, 399)), "ok", Map.of()),
                            null,
                            TIMING,
                            null);
            default -> throw new IllegalArgumentException("tcp, http, ping or none, not " + type);
        };
    }

    private static Process server() throws IOException {
        String java = ProcessHandle.current().info().command().orElse("java");
        return new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        HealthServer.class.getName(),
                        String.valueOf(MEMBERS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
