// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.health;

import dev.galley.it.net.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The real Redis, which keeps what it has in memory.
public final class Redis implements AutoCloseable {
    private final Program program;
    private final String host;

    /// @param folder for its log
    public Redis(Path folder) throws IOException {
        this(folder, "127.0.0.1");
    }

    /// @param host an address of this machine besides
    public Redis(Path folder, String host) throws IOException {
        this.host = host;
        int port = Ports.free();
        List<String> command = new ArrayList<>(List.of("redis-server", "--port", "" + port));
        command.addAll(List.of("--save", "", "--protected-mode", "no", "--bind", "127.0.0.1"));
        if (!host.equals("127.0.0.1")) command.add(host);
        program = new Program(folder, port, command.toArray(String[]::new));
    }

    public String url() {
        return "redis://" + host + ":" + program.address().getPort();
    }

    /// SIGSTOP: it takes connections, and answers nothing.
    public void freeze() throws IOException, InterruptedException {
        program.freeze();
    }

    /// SIGCONT.
    public void thaw() throws IOException, InterruptedException {
        program.thaw();
    }

    @Override
    public void close() {
        program.close();
    }
}
