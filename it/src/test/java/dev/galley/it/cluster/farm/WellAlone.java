// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.cluster.farm;

import dev.galley.rpc.Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// There is to be one at a time. Each writes down when it was drawn from, by the clock of the
/// machine that all processes share.
@Module("well")
public final class WellAlone implements Well {
    private final Path ledger;

    public WellAlone(Yard yard) {
        try {
            ledger = Files.createTempFile(Path.of(yard.ledger()), "well", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized long draw() {
        try {
            Files.writeString(ledger, System.nanoTime() + "\n", StandardOpenOption.APPEND);
            return ProcessHandle.current().pid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
