// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.ipvs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A kernel of its own that runs as a process on the files of this machine (user-mode-linux), where
/// this machine's kernel has no IPVS, and where nothing that a test does can hurt.
final class UserModeLinux {
    private static final Path MODULES = Path.of("/usr/lib/uml/modules");

    /// In bytes; the kernel's memory is a file, of which it uses what it needs.
    private static final long MEMORY = 1L << 30;

    private UserModeLinux() {}

    static boolean installed() {
        return Files.isDirectory(MODULES)
                && Files.isExecutable(Path.of("/usr/bin/linux.uml"))
                && Files.isExecutable(Path.of("/usr/sbin/ipvsadm"))
                && "root".equals(System.getProperty("user.name"));
    }

    /// Boots, runs a program with this class path as the first process, and ends.
    ///
    /// @param folder for files; the program gets it as its argument
    /// @return what was printed
    static String run(Path folder, Class<?> program, Duration limit)
            throws IOException, InterruptedException {
        Path init = folder.resolve("init");
        Files.writeString(init, script(folder, program));
        Files.setPosixFilePermissions(init, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path console = folder.resolve("console");
        ProcessBuilder boot =
                new ProcessBuilder(
                        List.of(
                                "/usr/bin/linux.uml",
                                "mem=" + (MEMORY >> 20) + "M",
                                "root=/dev/root",
                                "rootfstype=hostfs",
                                "rootflags=/",
                                "rw",
                                "init=" + init,
                                "con=null",
                                "con0=null,fd:1",
                                "quiet"));
        boot.environment().put("TMPDIR", room(folder));
        boot.redirectErrorStream(true).redirectOutput(console.toFile());
        boot.redirectInput(Path.of("/dev/null").toFile());
        Process kernel = boot.start();
        if (!kernel.waitFor(limit.toSeconds(), TimeUnit.SECONDS))
            kernel.destroyForcibly().waitFor();
        return Files.readString(console);
    }

    /// In memory if there is room for it.
    private static String room(Path folder) throws IOException {
        Path memory = Path.of("/dev/shm");
        boolean enough =
                Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() > MEMORY;
        return enough ? memory.toString() : folder.toString();
    }

    private static String script(Path folder, Class<?> program) {
        String java = ProcessHandle.current().info().command().orElseThrow();
        return """
        #!/bin/sh
        export PATH=/usr/sbin:/usr/bin:/sbin:/bin
        mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t tmpfs run /run
        mkdir -p /lib/modules; mount --bind %s /lib/modules
        cd %s
        '%s' --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \\
            -XX:-UsePerfData -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m \\
            -cp '%s' %s %s
        halt -f
        """
                .formatted(
                        MODULES,
                        folder,
                        java,
                        System.getProperty("java.class.path"),
                        program.getName(),
                        folder);
    }
}
