// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedTest {
    @TempDir private Path folder;
    private Path file;
    private Trusted trusted;

    @BeforeEach
    void own() throws IOException {
        file = Files.createFile(Files.createDirectory(folder.resolve("jars")).resolve("a.jar"));
        mode(file, "rw-rw-r--");
        trusted = new Trusted(file);
    }

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void whatOnlyTheUserOfTheProcessCanWriteIsTrustedAlsoBelowASharedFolder() {
        assertThatCode(() -> trusted.demand(file)).doesNotThrowAnyException();
    }

    @Test
    void whatOthersCanWriteIsNot() throws IOException {
        mode(file, "rw-rw-rw-");
        assertThatThrownBy(() -> trusted.demand(file))
                .hasMessageStartingWith(file + " belongs to another user, or others may write it");
    }

    @Test
    void norIsWhatLiesOrLeadsThroughAFolderThatOthersCanWrite() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.jar"), file);
        assertThatCode(() -> trusted.demand(link)).doesNotThrowAnyException();
        mode(file.getParent(), "rwxrwxrwx");
        assertThatThrownBy(() -> trusted.demand(link))
                .hasMessageStartingWith(file.getParent() + " belongs");
    }
}
