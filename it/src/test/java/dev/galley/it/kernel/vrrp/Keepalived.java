// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.vrrp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Debian's keepalived on a machine of the test: router 51 with adverts each 100 ms.
final class Keepalived implements AutoCloseable {
    private final Process process;

    /// @param addresses words of `virtual_ipaddress`
    Keepalived(Path folder, Host host, int priority, String addresses) throws IOException {
        Path file = folder.resolve("keepalived-" + host.number() + ".conf");
        Files.writeString(
                file,
                """
                global_defs {
                    vrrp_version 3
                }
                vrrp_instance test {
                    state BACKUP
                    interface eth0
                    virtual_router_id 51
                    priority %d
                    advert_int 0.1
                    virtual_ipaddress {
                        %s
                    }
                }
                """
                        .formatted(priority, addresses));
        process =
                new ProcessBuilder(
                                "ip",
                                "netns",
                                "exec",
                                host.namespace(),
                                Objects.requireNonNull(Tool.path("keepalived")).toString(),
                                "--dont-fork",
                                "--log-console",
                                "--use-file",
                                file.toString(),
                                "--pid",
                                folder.resolve("pid-" + host.number()).toString(),
                                "--vrrp_pid",
                                folder.resolve("vrrp-" + host.number()).toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log-" + host.number()).toFile())
                        .start();
    }

    /// SIGTERM: it hands over.
    @Override
    public void close() {
        process.destroy();
        if (process.onExit().join().exitValue() > 1)
            throw new UncheckedIOException(new IOException("keepalived has failed"));
    }
}
