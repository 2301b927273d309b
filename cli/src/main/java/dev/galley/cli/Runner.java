// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import java.nio.file.Path;

/// What `galley run` starts; given by the server, which this module does not know.
@FunctionalInterface
public interface Runner {
    /// Runs until told to stop.
    ///
    /// @return the exit code
    int run(Path file, Mode mode);
}
