// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.config.AppConfig;
import dev.galley.config.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What of a file cannot change while its process runs.
final class Restart {
    private Restart() {}

    /// @param modules null: none run
    /// @throws StartException if that has changed
    static void refuse(
            Path file, Config next, Config now, @Nullable Modules modules, Sharing sharing)
            throws StartException {
        List<String> changed = new ArrayList<>();
        AppConfig app = next.app();
        if (!Objects.equals(app, now.app()))
            changed.addAll(
                    modules == null || app == null ? List.of("app") : modules.objections(app));
        if (sharing.differs(next)) changed.add("sessions");
        if (!changed.isEmpty())
            throw new StartException(
                    file
                            + ": "
                            + String.join(", ", changed)
                            + " changed, which takes a restart of this process; nothing of the"
                            + " file is taken: restart it, or undo that to have the rest");
    }
}
