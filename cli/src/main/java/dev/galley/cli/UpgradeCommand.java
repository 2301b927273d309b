// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import dev.galley.config.bind.Durations;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/// `galley upgrade`: asks for it, and shows how it goes.
@Command(
        name = "upgrade",
        description = {
            "Have all nodes of the cluster run another version, one after the other.",
            "Without a failed call; what does not do well goes back.",
            "Ctrl-C ends the looking on, and not the upgrade."
        })
final class UpgradeCommand implements Callable<Integer> {
    private static final String PATH = "/cluster/upgrade";

    @ParentCommand private @Nullable Commands galley;

    @ArgGroup(multiplicity = "1")
    private @Nullable What what;

    /// One of them.
    static final class What {
        @Parameters(
                paramLabel = "FILE",
                description = "The new galley.yaml, at the same path on all nodes.")
        private @Nullable Path file;

        @Option(names = "--status", description = "Show how far the last one is.")
        private boolean status;

        @Option(names = "--abort", description = "Have the one under way go back.")
        private boolean abort;
    }

    @Option(
            names = "--jar",
            paramLabel = "JAR",
            description = "The new galley.jar, likewise; else the one that runs.")
    private @Nullable Path jar;

    @Option(
            names = "--watch",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long each node is watched before the next one goes; 30s if absent.")
    private String watch = "30s";

    @Override
    public Integer call() throws Failure {
        if (galley == null || what == null) throw new IllegalStateException("not parsed");
        UpgradeWatch look = new UpgradeWatch(galley);
        if (what.status) return look.once(galley.admin().get(PATH));
        String first =
                what.abort
                        ? galley.admin().delete(PATH)
                        : galley.admin().post(PATH, Admin.json(request(what.file)));
        return look.follow(first);
    }

    private Map<String, Object> request(@Nullable Path file) throws Failure {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("file", absolute(file));
        if (jar != null) request.put("jar", absolute(jar));
        try {
            request.put("watchSeconds", Durations.parse(watch).toMillis() / 1e3);
        } catch (IllegalArgumentException e) {
            throw new Failure("--watch: " + e.getMessage());
        }
        return request;
    }

    private static String absolute(@Nullable Path path) {
        return path == null ? "" : path.toAbsolutePath().normalize().toString();
    }

    /// What a node answers about it.
    static JsonNode ask(Admin admin) throws Failure {
        return Admin.parse(admin.get(PATH));
    }
}
