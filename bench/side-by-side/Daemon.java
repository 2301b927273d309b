// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What holds the virtual address: keepalived or Galley, on one of the machines.
final class Daemon implements AutoCloseable {
    private final Process process;

    private Daemon(Path log, Segment.Machine machine, List<String> command) throws IOException {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", machine.namespace));
        words.addAll(command);
        process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
    }

    static Daemon galley(
            Path folder, String command, Segment.Machine machine, int priority, int advert)
            throws IOException {
        Path file = folder.resolve("galley-" + machine.number + ".yaml");
        Files.writeString(
                file,
                """
                admin: 127.0.0.1:27008
                virtual-addresses:
                  - address: 10.0.0.100/24
                    interface: eth0
                    router-id: 51
                    priority: %d
                    advert: %dms
                """
                        .formatted(priority, advert));
        return new Daemon(
                folder.resolve("galley-" + machine.number + ".log"),
                machine,
                Arrays.asList(command.replace("{config}", file.toString()).split(" ")));
    }

    static Daemon keepalived(Path folder, Segment.Machine machine, int priority, int advert)
            throws IOException {
        String name = folder.resolve("keepalived-" + machine.number).toString();
        Files.writeString(
                Path.of(name + ".conf"),
                """
                global_defs {
                    vrrp_version 3
                    vrrp_rt_priority 40
                }
                vrrp_instance test {
                    state BACKUP
                    interface eth0
                    virtual_router_id 51
                    priority %d
                    advert_int %.2f
                    virtual_ipaddress {
                        10.0.0.100/24
                    }
                }
                """
                        .formatted(priority, advert / 1000.0));
        return new Daemon(
                Path.of(name + ".log"),
                machine,
                List.of(
                        "/usr/sbin/keepalived",
                        "--dont-fork",
                        "--vrrp",
                        "--log-console",
                        "--use-file",
                        name + ".conf",
                        "--pid",
                        name + ".pid",
                        "--vrrp_pid",
                        name + ".vrrp"));
    }

    /// SIGKILL, and all that it has started.
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /// @param name such as `STOP`
    void signal(String name) {
        process.descendants().forEach(child -> Segment.run("kill -" + name + " " + child.pid()));
        Segment.run("kill -" + name + " " + process.pid());
    }

    @Override
    public void close() {
        kill();
        process.onExit().join();
    }
}
