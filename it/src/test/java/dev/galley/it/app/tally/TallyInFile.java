// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app.tally;

import dev.galley.rpc.Module;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/// Writes each execution down when it begins, in a file of its own that outlives its process.
@Module("tally")
public final class TallyInFile implements Tally, AutoCloseable {
    private static final long SOME_NANOS = 1_000_000;

    private final FileOutputStream file;

    public TallyInFile(Ledger told) throws IOException {
        file = new FileOutputStream(Path.of(told.folder(), UUID.randomUUID().toString()).toFile());
    }

    @Override
    public long mark(long call) {
        return execute(call);
    }

    @Override
    public long look(long call) {
        return execute(call);
    }

    /// One write is whole or not there, and an interrupt does not end it. Then it takes a while, so
    /// that many calls are under way whenever a process ends.
    private long execute(long call) {
        try {
            file.write(ByteBuffer.allocate(Long.BYTES).putLong(call).array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LockSupport.parkNanos(call % 3 * SOME_NANOS);
        return call;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
