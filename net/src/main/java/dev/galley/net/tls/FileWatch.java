// SPDX-License-Identifier: Apache-2.0
package dev.galley.net.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;

/// Looks at files every second, on a thread of its own, and has them read again once they have
/// changed and stay as they are: a certificate and its key are seldom replaced at the same moment.
final class FileWatch implements AutoCloseable {
    /// What is watched.
    interface Source {
        List<String> files();

        /// Whether to read again in any case.
        boolean due();

        /// Reads the files.
        ///
        /// @throws IOException if they can't be used; the message says why
        void read() throws IOException;
    }

    private static final System.Logger LOG = System.getLogger(FileWatch.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Source source;
    private final Thread thread;
    private List<Object> read;
    private List<Object> before;

    /// What is read last was read just now.
    FileWatch(Source source) {
        this.source = source;
        this.read = this.before = look();
        this.thread = Thread.ofVirtual().name("tls-files").start(this::run);
    }

    /// By time, size and inode, behind links, so that a file is seen to change however it is
    /// replaced.
    private List<Object> look() {
        return source.files().stream().map(FileWatch::look).toList();
    }

    private static Object look(String file) {
        try {
            var attributes = Files.readAttributes(Path.of(file), BasicFileAttributes.class);
            return List.of(
                    file,
                    attributes.lastModifiedTime(),
                    attributes.size(),
                    String.valueOf(attributes.fileKey()));
        } catch (IOException missing) {
            return file;
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                List<Object> now = look();
                boolean changed = !now.equals(read) && now.equals(before);
                before = now;
                if (changed || source.due()) read(now);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(List<Object> now) {
        read = now;
        try {
            source.read();
            LOG.log(System.Logger.Level.INFO, "read again: " + String.join(", ", source.files()));
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "what was read before goes on to serve: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
