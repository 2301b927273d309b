// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecTest {
    /// A shell that starts something keeps signals away meanwhile: so it reads that itself.
    private static final String SCRIPT =
            "echo pid $$; echo variable $EXEC_TEST;"
                    + " while read -r name value; do"
                    + " case $name in SigBlk:) echo $name $value;; esac; done </proc/$$/status;"
                    + " for f in /proc/$$/fd/*; do readlink $f; done; exit 0";

    @Test
    void anotherProgramGoesOnInTheSameProcessWithNothingOpenAndNoSignalKeptAway() throws Exception {
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classes(Exec.class) + ":" + classes(Replaced.class),
                                Replaced.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(told)
                .contains("pid " + process.pid() + "\n")
                .contains("variable from before\n")
                .containsPattern("SigBlk:\\s+0+\n")
                .doesNotContain("socket:", "/proc/version");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void aProgramThatIsNotThereIsRefused() {
        assertThat(Exec.isPossible()).isTrue();
        assertThatThrownBy(() -> Exec.replace(List.of("/nowhere/java"), "EXEC_TEST", ""))
                .isInstanceOf(IOException.class)
                .hasMessage("/nowhere/java cannot be run: errno 2");
    }

    private static Path classes(Class<?> of) throws URISyntaxException {
        return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /// What is replaced.
    static final class Replaced {
        private Replaced() {}

        public static void main(String[] arguments) throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    FileInputStream file = new FileInputStream("/proc/version")) {
                System.out.println(socket.getLocalPort() + " " + file.read());
                System.out.flush();
                Exec.replace(List.of("/bin/sh", "-c", SCRIPT), "EXEC_TEST", "from before");
            }
        }
    }
}
