// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.vrrp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Programs of this host.
final class Tool {
    private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private Tool() {}

    /// Where a program is; null: nowhere.
    static @Nullable Path path(String program) {
        for (String folder : FOLDERS) {
            Path path = Path.of(folder, program);
            if (Files.isExecutable(path)) return path;
        }
        return null;
    }

    /// Runs a program, its words apart by spaces, to its end, which must be a good one.
    ///
    /// @return what it printed
    static String run(String words) {
        try {
            Process process =
                    new ProcessBuilder(words.split(" ")).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.onExit().join().exitValue();
            if (status != 0) throw new IllegalStateException(words + ": " + said);
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
