// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.config.Bind;
import dev.galley.config.CheckTiming;
import dev.galley.config.TrackConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A condition that is found out by trying, again and again on a virtual thread of its own; `rise`
/// and `fall` results in a row change the verdict.
final class Probe implements Condition {
    /// How a listener is asked.
    private static final CheckTiming LISTENER =
            new CheckTiming(Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 2);

    /// Tries once.
    private interface Attempt {
        /// What is wrong; null: nothing.
        @Nullable String fault() throws IOException, InterruptedException;
    }

    private final String what;
    private final CheckTiming timing;
    private final Attempt attempt;
    private final Thread thread;
    private int row;
    private volatile @Nullable String fault;

    private Probe(String what, CheckTiming timing, Attempt attempt) {
        this.what = what;
        this.timing = timing;
        this.attempt = attempt;
        this.thread = Thread.ofVirtual().name("track").start(this::run);
    }

    /// The listener there accepts connections.
    static Probe accepts(Bind bind, Site site) {
        return new Probe("listener " + bind, LISTENER, () -> connect(bind, site));
    }

    private static @Nullable String connect(Bind bind, Site site) throws IOException {
        for (Site.Bound listener : site.listeners())
            if (listener.config().bind().equals(bind)) {
                InetSocketAddress at = listener.way().address();
                InetAddress host =
                        at.getAddress().isAnyLocalAddress()
                                ? InetAddress.getLoopbackAddress()
                                : at.getAddress();
                try (Socket socket = new Socket()) {
                    int millis = Math.toIntExact(LISTENER.timeout().toMillis());
                    socket.connect(new InetSocketAddress(host, at.getPort()), millis);
                    return null;
                }
            }
        return "is gone";
    }

    /// The program ends with exit status 0.
    static Probe succeeds(TrackConfig.Command config) {
        String name = "command " + config.argv().getFirst();
        return new Probe(name, config.timing(), () -> execute(config));
    }

    private static @Nullable String execute(TrackConfig.Command config)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(config.argv())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            process.getOutputStream().close();
            long millis = config.timing().timeout().toMillis();
            if (!process.waitFor(millis, TimeUnit.MILLISECONDS))
                return "did not end within " + millis + " ms";
            int status = process.exitValue();
            return status == 0 ? null : "exit status " + status;
        } finally {
            // Children first: without their parent they could not be told from others.
            List<ProcessHandle> children = process.descendants().toList();
            children.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private void run() {
        try {
            while (true) {
                judge(once());
                Thread.sleep(timing.interval());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable String once() throws InterruptedException {
        try {
            return attempt.fault();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void judge(@Nullable String found) {
        boolean changes = (found == null) != (fault == null);
        row = changes ? row + 1 : 0;
        if (changes && row >= (found == null ? timing.rise() : timing.fall())) {
            fault = found == null ? null : what + ": " + found;
            row = 0;
        }
    }

    @Override
    public @Nullable String fault() {
        return fault;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
