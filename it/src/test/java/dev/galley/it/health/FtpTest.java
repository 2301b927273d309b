// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The check `ftp` and a real vsftpd.
@Needs("vsftpd")
class FtpTest {
    private Path folder;
    private Program vsftpd;

    @BeforeEach
    void start() throws IOException {
        folder = Program.folder("vsftpd");
        Path files = Files.createDirectory(folder.resolve("files"));
        Files.writeString(files.resolve("alive.txt"), "all is well\n");
        Files.write(files.resolve("long"), new byte[1 << 20]);
        int port = Ports.free();
        Path config =
                Files.writeString(
                        folder.resolve("config"),
                        """
                        listen=YES
                        listen_address=127.0.0.1
                        listen_port=%d
                        background=NO
                        run_as_launching_user=YES
                        seccomp_sandbox=NO
                        anonymous_enable=YES
                        anon_root=%s
                        ftpd_banner=Welcome
                        """
                                .formatted(port, files));
        vsftpd = new Program(folder, port, "vsftpd", config.toString());
    }

    @AfterEach
    void stop() throws IOException {
        vsftpd.close();
        Program.delete(folder);
    }

    private String check(String settings) {
        return Checked.check("{type: ftp" + settings + "}", vsftpd.address());
    }

    @Test
    void oneThatServesIsUpAndOneThatHangsOrDiedIsDown() throws Exception {
        Checked.followsItsFate("ftp", vsftpd);
    }

    @Test
    void aUserIsLetInOrNot() {
        assertThat(check(", user: anonymous")).isNull();
        assertThat(check(", user: mallory, password: x")).startsWith("login: 530 ");
    }

    @Test
    void aFileIsFetchedOrMissing() {
        assertThat(check(", user: anonymous, file: alive.txt")).isNull();
        assertThat(check(", user: anonymous, file: long")).isNull();
        assertThat(check(", user: anonymous, file: dead.txt")).startsWith("file: 550 ");
    }
}
