// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.AccessLogConfig;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A listener's access log. Lines are handed over without waiting; a thread of its own writes them.
/// If the disk can't follow, lines are dropped and counted, and requests go on.
public final class AccessLog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("galley.access");
    private static final int MOST_WAITING = 64 * 1024;
    private static final long PAUSE_NANOS = 20_000_000;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);

    private final AccessLogConfig config;
    private final ConcurrentLinkedQueue<byte[]> lines = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;
    private volatile boolean reopen;
    private volatile boolean closed;
    private OutputStream out;

    private AccessLog(AccessLogConfig config, OutputStream out) {
        this.config = config;
        this.out = out;
        this.writer = Thread.ofPlatform().name("access-log").daemon().unstarted(this::run);
    }

    /// Opens it, for lines to be added.
    ///
    /// @throws IOException if the file can't be written; the message names it
    public static AccessLog open(AccessLogConfig config) throws IOException {
        AccessLog log = new AccessLog(config, stream(config));
        log.writer.start();
        return log;
    }

    private static OutputStream stream(AccessLogConfig config) throws IOException {
        if (config.file().equals("-")) return new FileOutputStream(FileDescriptor.out);
        try {
            return Files.newOutputStream(
                    Path.of(config.file()), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IOException(
                    "cannot write the access log " + config.file() + ": " + e.getMessage(), e);
        }
    }

    public AccessLogConfig config() {
        return config;
    }

    AccessLogConfig.Format format() {
        return config.format();
    }

    /// The time as the common log format writes it.
    public static String clock() {
        return CLOCK.format(ZonedDateTime.now(java.time.ZoneId.systemDefault()));
    }

    /// Hands over a line, its line feed within. From any thread; never waits.
    public void write(byte[] line) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            dropped.incrementAndGet();
        } else {
            lines.add(line);
        }
    }

    /// Opens the file anew: it was rotated.
    public void reopen() {
        reopen = true;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void run() {
        while (true) {
            boolean last = closed;
            try {
                drain();
                if (reopen) renew();
                if (last) {
                    if (!config.file().equals("-")) out.close();
                    return;
                }
            } catch (IOException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "access log " + config.file() + ": " + e.getMessage());
                if (last) return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void drain() throws IOException {
        java.io.ByteArrayOutputStream batch = new java.io.ByteArrayOutputStream();
        for (byte[] line = lines.poll(); line != null; line = lines.poll()) {
            waiting.decrementAndGet();
            batch.writeBytes(line);
            if (batch.size() > 1 << 20) {
                batch.writeTo(out);
                batch.reset();
            }
        }
        if (batch.size() > 0) batch.writeTo(out);
        long lost = dropped.getAndSet(0);
        if (lost > 0)
            LOG.log(System.Logger.Level.WARNING, lost + " lines of the access log were dropped");
    }

    private void renew() throws IOException {
        reopen = false;
        if (config.file().equals("-")) return;
        OutputStream old = out;
        out = stream(config);
        old.close();
    }
}
