// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.config.AppConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What of a program cannot change while its process runs.
final class Objections {
    private Objections() {}

    /// Compares two readings of the file.
    ///
    /// @param modules null: none run
    /// @throws StartException if something of that kind has changed
    static void raise(
            Path file, @Nullable Modules modules, @Nullable AppConfig next, @Nullable AppConfig now)
            throws StartException {
        if (Objects.equals(next, now)) return;
        List<String> objections =
                modules == null || next == null ? List.of("app") : modules.objections(next);
        if (!objections.isEmpty())
            throw new StartException(
                    file
                            + ": "
                            + String.join(", ", objections)
                            + " changed, which takes a restart of this process; nothing of the"
                            + " file is taken: restart it, or undo that to have the rest");
    }
}
