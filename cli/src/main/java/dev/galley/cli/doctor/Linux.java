// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli.doctor;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The machine that this process runs on.
public final class Linux implements Machine, Doctor.Hand {
    private static final int LONGEST = 1 << 20;
    private static final List<String> LIBRARIES =
            List.of("/lib", "/usr/lib", "/lib64", "/usr/lib64");

    @Override
    public @Nullable String file(String path) {
        // In one read: a setting has nothing to give to a second one (proc_dointvec).
        try (var in = new FileInputStream(path)) {
            byte[] text = new byte[LONGEST];
            int length = Math.max(0, in.readNBytes(text, 0, text.length));
            return new String(text, 0, length, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public List<Link> links() {
        List<Link> links = new ArrayList<>();
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            for (NetworkInterface one : all.toList())
                if (one.isUp())
                    links.add(
                            new Link(
                                    one.getName(),
                                    one.getMTU(),
                                    one.isLoopback(),
                                    one.getInterfaceAddresses().stream().map(Net::of).toList()));
        } catch (SocketException e) {
            return links;
        }
        return links;
    }

    @Override
    public boolean library(String name) {
        for (String folder : LIBRARIES) {
            if (Files.exists(Path.of(folder, name))) return true;
            // Debian's folders by architecture.
            try (DirectoryStream<Path> below =
                    Files.newDirectoryStream(Path.of(folder), "*-linux-*")) {
                for (Path one : below) if (Files.exists(one.resolve(name))) return true;
            } catch (IOException none) {
                // Then it is not in this one.
            }
        }
        return false;
    }

    @Override
    public String apply(Remedy remedy) {
        return switch (remedy) {
            case Remedy.Setting setting -> set(setting);
            case Remedy.Module module -> run("modprobe", module.name());
            case Remedy.Advice _ -> "is for you to do";
        };
    }

    private static String set(Remedy.Setting setting) {
        try {
            Path file = Path.of("/proc/sys", setting.name().replace('.', '/'));
            Files.writeString(file, setting.value());
            return "";
        } catch (IOException e) {
            return "cannot be set: run it as root";
        }
    }

    private static String run(String... words) {
        try {
            Process process =
                    new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            boolean ended = process.waitFor(10, TimeUnit.SECONDS);
            if (!ended) process.destroyForcibly();
            return ended && process.exitValue() == 0 ? "" : "failed: run it as root";
        } catch (IOException e) {
            return "cannot be run: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "was interrupted";
        }
    }
}
