// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.ipvs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Commands of the machine.
final class Shell {
    private Shell() {}

    /// Runs a script, and gives what it prints.
    static String run(String script) {
        try {
            Process process =
                    new ProcessBuilder(List.of("sh", "-ec", script))
                            .redirectErrorStream(true)
                            .start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0)
                throw new IllegalStateException(said + script);
            return said;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
