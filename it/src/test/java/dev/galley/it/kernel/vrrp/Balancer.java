// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.vrrp;

import dev.galley.it.app.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The whole program as a process of its own, on a machine of the test.
final class Balancer implements AutoCloseable {
    private final Path told;
    private final Process process;

    /// Starts it and waits until it serves.
    Balancer(Path folder, Host host, String yaml) throws IOException {
        Path file = folder.resolve("galley-" + host.number() + ".yaml");
        told = folder.resolve("told-" + host.number());
        Files.writeString(file, "admin: 127.0.0.1:27100\ndrain: 0s\n" + yaml);
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", host.namespace()));
        command.addAll(Node.command(List.of(), "run", file.toString()));
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(told.toFile())
                        .start();
        tells("  admin   http://");
    }

    /// Waits until it has said so.
    void tells(String text) {
        Router.soon(() -> {
            if (!process.isAlive() && !told().contains(text))
                throw new IllegalStateException(told());
            return told().contains(text);
        });
    }

    String told() {
        try {
            return Files.readString(told);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param name such as `STOP`
    void signal(String name) {
        Tool.run("kill -" + name + " " + process.pid());
    }

    /// Waits for its end.
    int exit() {
        return process.onExit().join().exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
