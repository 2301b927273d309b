// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import dev.galley.config.AppConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What `galley run` starts and `galley check` looks into; given by the server, which this module
/// does not know.
public interface Runner {
    /// Runs until told to stop.
    ///
    /// @return the exit code
    int run(Path file, Mode mode);

    /// Looks at the classes of a program of modules, and starts none.
    ///
    /// @return what is wrong; empty: nothing
    List<String> check(Path file, AppConfig app);

    /// Makes a certificate for a node of a cluster, and the cluster's authority if there is none.
    ///
    /// @param folder for the files
    /// @param hosts the names and addresses that it is called at
    /// @throws IOException if it can't, with a sentence
    void certify(Path folder, String cluster, String node, List<String> hosts) throws IOException;
}
