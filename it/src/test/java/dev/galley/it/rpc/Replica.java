// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A process that serves {@link Echo}, each call for 2 ms; prints its port; drains when its input
/// ends, and then itself.
final class Replica implements AutoCloseable {
    private static final long WORK = 2_000_000;

    private final Process process;
    final int port;

    private Replica(Process process) throws IOException {
        this.process = process;
        this.port = Integer.parseInt(process.inputReader().readLine());
    }

    static Replica start() throws IOException {
        return new Replica(
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/java",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Replica.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    /// What it says of its end, once it has ended.
    String drain() throws Exception {
        process.getOutputStream().close();
        String said = process.inputReader().readLine();
        return process.waitFor(30, TimeUnit.SECONDS) ? said : "it does not end";
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws Exception {
        Echo working =
                new EchoInMemory() {
                    @Override
                    public Optional<Greeting> last(String name) {
                        LockSupport.parkNanos(WORK);
                        return super.last(name);
                    }
                };
        try (Faces faces = Faces.of(working)) {
            System.out.println(faces.port());
            System.in.readAllBytes();
            System.out.println("drained: " + faces.server.drain(Duration.ofSeconds(20)));
        }
    }
}
