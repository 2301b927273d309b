// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.dns;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Programs that tests run.
final class Tool {
    private Tool() {}

    /// Where a program is installed.
    static Optional<Path> path(String name) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
