// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.nft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.app.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `galley doctor` on a real machine: a namespace of its own.
@NeedsNftables
class DoctorTest {
    private static final String FORWARD = "/proc/sys/net/ipv4/ip_forward";

    @TempDir private Path folder;
    private final Street street = new Street();

    @BeforeEach
    void nothingIsForwarded() throws IOException {
        street.server.sysctl("net.ipv4.ip_forward", 0);
        street.server.sysctl("net.core.somaxconn", 128);
        Files.writeString(
                folder.resolve("galley.yaml"),
                """
                pools: {web: {members: ["10.98.1.2:80"]}}
                listeners:
                  - {bind: "10.98.1.100:80", via: nat, pool: web, flood: proxy}
                  - {bind: ":8080", routes: [{pool: web}], limits: {connections: 10}}
                """);
    }

    @AfterEach
    void close() {
        street.close();
    }

    /// @param told takes what it printed
    private int doctor(List<String> told, String... options) throws Exception {
        List<String> all =
                new ArrayList<>(
                        Node.command(
                                List.of(), "doctor", folder.resolve("galley.yaml").toString()));
        all.addAll(List.of(options));
        String[] words = all.toArray(String[]::new);
        Process process =
                new ProcessBuilder(street.server.command(words)).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        told.addAll(out.lines().toList());
        return process.waitFor();
    }

    @Test
    void whatIsWrongIsToldAndMendedWhenAsked() throws Exception {
        List<String> told = new ArrayList<>();
        assertThat(doctor(told)).isEqualTo(1);
        assertThat(told)
                .contains(
                        "        sysctl -w net.ipv4.ip_forward=1",
                        "        sysctl -w net.core.somaxconn=4096",
                        "        ip route replace default via 10.98.1.1")
                .noneMatch(line -> line.contains("\u001b"));
        assertThat(street.server.exec("cat", FORWARD)).isEqualTo("0\n");
        told.clear();
        assertThat(doctor(told, "--fix")).isZero();
        assertThat(told)
                .contains("done      sysctl -w net.ipv4.ip_forward=1", "  net.ipv4.ip_forward = 1");
        assertThat(street.server.exec("cat", FORWARD)).isEqualTo("1\n");
        told.clear();
        assertThat(doctor(told, "--json")).isZero();
        assertThat(String.join("", told)).contains("\"healthy\":true", "\"level\":\"ok\"");
    }
}
