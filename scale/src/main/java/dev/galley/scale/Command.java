// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Runs a program to its end.
final class Command {
    /// How much it may say, in bytes.
    private static final int MOST = 1 << 20;

    private static final int QUOTED = 120;

    /// How often its output is taken. To wait for it would hold a platform thread.
    private static final long OUTPUT_NANOS = 50_000_000;

    private Command() {}

    /// What it said on its output and its errors, line by line, without empty ones.
    ///
    /// @param environment sets the environment, which is Galley's at first
    /// @throws ProviderException if it doesn't start, fails, or takes longer; then it was killed
    static List<String> run(
            List<String> argv, Consumer<Map<String, String>> environment, Duration timeout)
            throws ProviderException, InterruptedException {
        try {
            ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
            environment.accept(builder.environment());
            Process process = builder.start();
            try {
                process.getOutputStream().close();
                return lines(argv.getFirst(), process, timeout);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new ProviderException(argv.getFirst() + ": " + e.getMessage(), e);
        }
    }

    private static List<String> lines(String name, Process process, Duration timeout)
            throws IOException, InterruptedException, ProviderException {
        StringBuilder said = new StringBuilder();
        long limit = System.nanoTime() + timeout.toNanos();
        while (!process.waitFor(OUTPUT_NANOS, TimeUnit.NANOSECONDS)) {
            take(process, said);
            if (System.nanoTime() - limit > 0)
                throw new ProviderException(
                        name + " took longer than " + timeout.toSeconds() + " s, and was killed");
        }
        take(process, said);
        List<String> lines =
                said.toString().lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        if (process.exitValue() == 0) return lines;
        String last = lines.isEmpty() ? "" : ": " + quote(lines.getLast());
        throw new ProviderException(
                name + " failed with exit status " + process.exitValue() + last);
    }

    private static void take(Process process, StringBuilder said) throws IOException {
        byte[] part = process.getInputStream().readNBytes(process.getInputStream().available());
        if (said.length() < MOST) said.append(new String(part, StandardCharsets.UTF_8));
    }

    /// For a log: cut, and without control characters.
    static String quote(String said) {
        String cut = said.length() <= QUOTED ? said : said.substring(0, QUOTED) + "...";
        return cut.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }
}
