// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The checks `http` and `tcp` and a real nginx.
@Needs("nginx")
class HttpTest {
    @TempDir Path folder;

    private Program nginx() throws IOException {
        int port = Ports.free();
        Path file =
                Files.writeString(
                        folder.resolve("nginx.conf"),
                        """
                        daemon off; master_process off; pid nginx.pid; error_log stderr;
                        events {}
                        http { access_log off; server {
                            listen 127.0.0.1:%d;
                            location = /ok { return 200 fine; }
                            location = /ill { return 503; }
                        } }
                        """
                                .formatted(port));
        String[] line = {"nginx", "-e", "stderr", "-p", "" + folder, "-c", "" + file};
        return new Program(folder, port, line);
    }

    @Test
    void oneThatServesIsUpAndOneThatHangsOrDiedIsDown() throws Exception {
        try (Program nginx = nginx()) {
            Checked.followsItsFate("{type: http, path: /ok}", nginx);
        }
    }

    @Test
    void aPageThatIsIllIsDownWhileThePortIsUp() throws Exception {
        try (Program nginx = nginx()) {
            assertThat(Checked.check("{type: http, path: /ill}", nginx.address())).contains("503");
            assertThat(Checked.check("tcp", nginx.address())).isNull();
        }
    }
}
