// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.sessions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A JVM of its own that runs {@link StoreMain}. One thread asks at a time.
final class StoreProcess implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(100);

    private final Process process;
    private final Writer in;
    private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();

    /// Starts it, and does not wait for it.
    ///
    /// @param told where it tells what went wrong
    /// @param sessions the section of the file
    StoreProcess(Path told, String sessions) throws IOException {
        process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx128m",
                                "--sun-misc-unsafe-memory-access=allow",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                StoreMain.class.getName(),
                                sessions)
                        .redirectError(ProcessBuilder.Redirect.appendTo(told.toFile()))
                        .start();
        in = process.outputWriter();
        Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
        try (BufferedReader out = process.inputReader()) {
            String line;
            while ((line = out.readLine()) != null)
                if (line.startsWith("> ")) answers.add(line.substring(2));
        } catch (IOException e) {
            answers.add("ended: " + e.getMessage());
        }
    }

    /// Waits until it can be asked.
    StoreProcess opened() throws IOException {
        answer(LONGEST);
        Awaitility.await().atMost(LONGEST).until(() -> ask("ready").equals("true"));
        return this;
    }

    String ask(String question) {
        try {
            tell(question);
            return answer(LONGEST);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void tell(String question) throws IOException {
        in.write(question + "\n");
        in.flush();
    }

    String answer(Duration patience) throws IOException {
        try {
            String answer = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (answer == null)
                throw new InterruptedIOException(
                        process.isAlive() ? "it does not answer" : "it has ended");
            return answer;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// SIGKILL.
    void kill() {
        process.destroyForcibly();
    }

    void stop() throws IOException, InterruptedException {
        signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
