// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.rpc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Galley's calls beside those of others, in one interleaved run: a client and a server process of
/// each, one connection, callers that call in a closed loop. Prints the medians of the rounds;
/// CPU is that of both processes, and of the server alone.
///
///     SideBySide [CALLERSxBYTES[+BESIDE] ...]
///
/// where BESIDE so many others call with 1 MiB on the same connection, which the CPU a call has in
/// it, and the rest has not. By default: 1x100 16x100 64x100 1024x100 64x10240 16x1048576 16x100+4
///
/// `-Dstacks=GRPC_FACE,GRPC_FIELD` measures others than the two, by the names of {@link Stack}.
public final class SideBySide {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final String STACKS = System.getProperty("stacks", "GALLEY,GRPC");
    private static final int MILLIS = Integer.getInteger("millis", 3000);

    /// A stack under test.
    private record Pair(String name, Process server, Process client, BufferedReader out) {}

    private record Round(
            double perSecond,
            double cpuMicros,
            double serverMicros,
            double p50Micros,
            double p99Micros) {}

    private SideBySide() {}

    public static void main(String[] args) throws Exception {
        List<String> shapes =
                args.length > 0
                        ? List.of(args)
                        : List.of(
                                "1x100",
                                "16x100",
                                "64x100",
                                "1024x100",
                                "64x10240",
                                "16x1048576",
                                "16x100+4");
        List<Pair> stacks = new ArrayList<>();
        for (String name : STACKS.split(",", -1)) stacks.add(start(name));
        try {
            for (Pair stack : stacks) round(stack, "64x100", 10_000);
            for (String shape : shapes) compare(stacks, shape);
        } finally {
            for (Pair stack : stacks) {
                stack.client.destroy();
                stack.server.destroy();
            }
        }
    }

    private static void compare(List<Pair> stacks, String shape) throws IOException {
        List<List<Round>> rounds = new ArrayList<>();
        for (Pair stack : stacks) {
            round(stack, shape, MILLIS);
            rounds.add(new ArrayList<>());
        }
        for (int i = 0; i < ROUNDS; i++)
            for (int s = 0; s < stacks.size(); s++)
                rounds.get(s).add(round(stacks.get(s), shape, MILLIS));
        for (int s = 0; s < stacks.size(); s++)
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %-10s %9.0f/s  %7.1f us CPU, server %7.1f  p50 %8.1f us  p99 %8.1f us%n",
                    shape,
                    stacks.get(s).name,
                    median(rounds.get(s).stream().mapToDouble(Round::perSecond).toArray()),
                    median(rounds.get(s).stream().mapToDouble(Round::cpuMicros).toArray()),
                    median(rounds.get(s).stream().mapToDouble(Round::serverMicros).toArray()),
                    median(rounds.get(s).stream().mapToDouble(Round::p50Micros).toArray()),
                    median(rounds.get(s).stream().mapToDouble(Round::p99Micros).toArray()));
    }

    private static double median(double[] numbers) {
        Arrays.sort(numbers);
        return numbers[numbers.length / 2];
    }

    private static Round round(Pair stack, String shape, int millis) throws IOException {
        double before = cpuNanos(stack.client), serverBefore = cpuNanos(stack.server);
        var in = stack.client.getOutputStream();
        String asked = (shape.contains("+") ? shape : shape + "+0").replaceAll("[x+]", " ");
        in.write((asked + " " + millis + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
        String line = stack.out.readLine();
        if (line == null) throw new IOException(stack.name + " has ended");
        double[] said = Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
        double server = cpuNanos(stack.server) - serverBefore;
        double cpu = cpuNanos(stack.client) - before + server;
        return new Round(
                said[0] / said[1] * 1e9,
                cpu / said[0] / 1e3,
                server / said[0] / 1e3,
                said[2] / 1e3,
                said[3] / 1e3);
    }

    /// Of all threads: to the nanosecond, unlike /proc/PID/stat.
    private static double cpuNanos(Process process) {
        try (var tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            return tasks.mapToDouble(SideBySide::taskNanos).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double taskNanos(Path task) {
        try {
            String stat = Files.readString(task.resolve("schedstat"));
            return Double.parseDouble(stat.substring(0, stat.indexOf(' ')));
        } catch (IOException ended) {
            return 0;
        }
    }

    private static Pair start(String name) throws IOException {
        Process server = java(name, "serve");
        String port = reader(server).readLine();
        Process client = java(name, "call", port);
        return new Pair(name, server, client, reader(client));
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static Process java(String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx1g",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Side.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
