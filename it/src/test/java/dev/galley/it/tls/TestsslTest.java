// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What testssl.sh finds wrong with a listener of default settings: protocols (`-p`), ciphers
/// (`-s`), forward secrecy (`-f`), the server's defaults (`-S`) and vulnerabilities (`-U`). Half a
/// minute, most of it spent waiting.
@Needs({"openssl", "testssl"})
class TestsslTest {
    /// Not of the listener but of its certificates, whose authority exists for a test alone: it has
    /// published no list of what it has revoked (which is a finding of HIGH).
    private static final Set<String> OF_THE_AUTHORITY = Set.of("cert_revocation");

    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"(\\w+)");

    @TempDir Path folder;

    @Test
    @Timeout(400)
    void nothingOfMediumSeverityOrAboveIsFound() throws IOException {
        Authority authority = new Authority(folder);
        Path found = folder.resolve("found.json");
        try (Echo backend = new Echo();
                Running running =
                        Running.serving(
                                backend.address(),
                                authority.issue(Authority.EC, "DNS:shop.example.com"),
                                authority.issue(Authority.RSA, "DNS:shop.example.com"))) {
            String said =
                    Program.run(
                            360,
                            List.of(
                                    ("testssl --quiet --color 0 --warnings batch --nodns none"
                                                    + " --ip 127.0.0.1 --severity MEDIUM"
                                                    + " --add-ca %s --jsonfile %s"
                                                    + " -p -s -f -S -U shop.example.com:%d")
                                            .formatted(
                                                    authority.certificate(), found, running.port())
                                            .split(" ")));
            assertThat(said).contains("TLS 1.3    offered (OK)", " Done ");
        }
        Set<String> ids =
                ID.matcher(Files.readString(found))
                        .results()
                        .map(match -> match.group(1))
                        .collect(Collectors.toSet());
        assertThat(ids).containsExactlyInAnyOrderElementsOf(OF_THE_AUTHORITY);
    }
}
