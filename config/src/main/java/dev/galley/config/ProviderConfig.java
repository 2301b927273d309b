// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Kinds;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who starts and stops the members of a pool.
@Kinds(byDefault = "processes", about = "who starts and stops members")
public sealed interface ProviderConfig {
    /// What is said of a program.
    String ARGV = "The program and its arguments, one by one; no shell.";

    /// `processes`
    @Setting("Processes on this machine, each told its port by the environment.")
    record Processes(
            @Setting(value = ARGV, min = "1", max = "1000") List<String> command,
            @Setting(
                            value = "Where they listen; in GALLEY_HOST for them.",
                            byDefault = "127.0.0.1",
                            form = Form.HOST_NAME)
                    String host,
            @Setting(
                            value = "Their ports; in PORT and GALLEY_PORT for them.",
                            byDefault = "20000-20999")
                    Ports ports,
            @Setting(
                            value = "Their environment, beside PATH, HOME and LANG.",
                            keys = Form.NAME,
                            form = Form.TEXT)
                    Map<String, String> environment,
            @Setting("The folder that they run in; absent: Galley's.") @Nullable Path folder,
            @Setting("The folder where each has a file of what it prints; absent: it is lost.")
                    @Nullable Path logs,
            @Setting(
                            value = "How long one may take to end after SIGTERM, before SIGKILL.",
                            byDefault = "10s",
                            max = "1h")
                    Duration stopTimeout)
            implements ProviderConfig {
        public Processes {
            Rules.check(
                    Processes.class, command, host, ports, environment, folder, logs, stopTimeout);
            program("command", command);
        }
    }

    /// `kubernetes`
    @Setting("The pods of a Deployment.")
    record Kubernetes(
            @Setting(value = "The name of the Deployment.", form = Form.HOST_NAME)
                    String deployment,
            @Setting(
                            value = "Its namespace; absent: Galley's own, or kubectl's.",
                            form = Form.HOST_NAME)
                    @Nullable String namespace,
            @Setting(value = "The port of each pod.", min = "1", max = "65535") int port,
            @Setting(
                            value = "How long a request to the API server may take.",
                            byDefault = "5s",
                            min = "100ms",
                            max = "5m")
                    Duration timeout)
            implements ProviderConfig {
        public Kubernetes {
            Rules.check(Kubernetes.class, deployment, namespace, port, timeout);
        }
    }

    /// `hooks`
    @Setting("Whatever these commands start and stop.")
    record Hooks(
            @Setting(
                            value =
                                    "Starts one, and prints its address in the last line, when"
                                            + " that is known.",
                            min = "1",
                            max = "1000")
                    List<String> scaleOut,
            @Setting(
                            value = "Stops the one whose address is in GALLEY_ADDRESS.",
                            min = "1",
                            max = "1000")
                    List<String> scaleIn,
            @Setting(
                            value =
                                    "Prints the addresses of all that run, one a line: asked at"
                                            + " the start, and once more after the timeout.",
                            min = "1",
                            max = "1000")
                    List<String> list,
            @Setting(
                            value = "How long each command may take.",
                            byDefault = "5m",
                            min = "1s",
                            max = "1h")
                    Duration timeout)
            implements ProviderConfig {
        public Hooks {
            Rules.check(Hooks.class, scaleOut, scaleIn, list, timeout);
            program("scale-out", scaleOut);
            program("scale-in", scaleIn);
            program("list", list);
        }
    }

    private static void program(String key, List<String> argv) {
        if (argv.getFirst().isEmpty() || argv.stream().anyMatch(a -> a.indexOf('\0') >= 0))
            throw new IllegalArgumentException(
                    key + " must name a program, and hold no NUL character");
    }
}
