// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import dev.galley.config.HealthConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `command`: passes if a program ends with exit status 0. It is started without a shell, with an
/// empty input and an environment of PATH and of what it is asked about: `GALLEY_POOL`,
/// `GALLEY_ADDRESS` (`10.0.0.11:8080`), `GALLEY_HOST`, `GALLEY_PORT`. At the deadline it is killed,
/// its children with it. The first line of what it says becomes the reason.
record CommandCheck(HealthConfig.Command config, String pool) implements Check {
    /// How much of its output is kept, in bytes; the rest is read and forgotten.
    private static final int KEPT = 1024;

    /// What a pipe of Linux holds (pipe(7)), in bytes.
    private static final int PIPE = 64 * 1024;

    /// How often its output is taken. To wait for it would hold a platform thread.
    private static final long OUTPUT_NANOS = 20_000_000;

    @Override
    public @Nullable String check(InetSocketAddress target, Deadline deadline) throws IOException {
        Process process = start(target);
        try {
            process.getOutputStream().close();
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            while (!process.waitFor(
                    Math.min(deadline.nanosLeft(), OUTPUT_NANOS), TimeUnit.NANOSECONDS))
                take(process.getInputStream(), output);
            take(process.getInputStream(), output);
            return fault(process.exitValue(), output.toString(StandardCharsets.UTF_8));
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("broken off");
        } finally {
            kill(process);
        }
    }

    private Process start(InetSocketAddress target) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(config.argv()).redirectErrorStream(true);
        String host = target.getAddress().getHostAddress();
        String port = String.valueOf(target.getPort());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(Set.of("PATH"));
        environment.put("GALLEY_POOL", pool);
        environment.put("GALLEY_HOST", host);
        environment.put("GALLEY_PORT", port);
        environment.put(
                "GALLEY_ADDRESS", (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port);
        return builder.start();
    }

    /// No more than a pipe holds, for one that never stops must not hold this thread.
    private static void take(InputStream from, ByteArrayOutputStream kept) throws IOException {
        byte[] part = from.readNBytes(Math.min(from.available(), PIPE));
        kept.write(part, 0, Math.min(part.length, KEPT - kept.size()));
    }

    private static @Nullable String fault(int status, String output) {
        if (status == 0) return null;
        String said = output.strip().lines().findFirst().orElse("");
        return "exit status " + status + (said.isEmpty() ? "" : ": " + Reasons.quote(said));
    }

    /// Children first: without their parent they could not be told from others.
    private static void kill(Process process) {
        if (!process.isAlive()) return;
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
