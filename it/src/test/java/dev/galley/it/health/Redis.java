// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.health;

import dev.galley.it.net.Ports;
import java.io.IOException;
import java.nio.file.Path;

/// The real Redis, which keeps what it has in memory.
public final class Redis implements AutoCloseable {
    private final Program program;

    /// @param folder for its log
    public Redis(Path folder) throws IOException {
        int port = Ports.free();
        program =
                new Program(
                        folder,
                        port,
                        "redis-server",
                        "--port",
                        "" + port,
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "");
    }

    public String url() {
        return "redis://127.0.0.1:" + program.address().getPort();
    }

    @Override
    public void close() {
        program.close();
    }
}
