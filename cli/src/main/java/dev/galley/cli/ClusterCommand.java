// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `galley cluster`, and what can be done before there is one.
@Command(name = "cluster", description = "Show the nodes of the cluster, and where modules run.")
final class ClusterCommand implements Callable<Integer> {
    /// As in the file.
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";

    /// A name or an address.
    private static final String HOST = "[A-Za-z0-9:][A-Za-z0-9.:-]*";

    @ParentCommand private @Nullable Commands galley;

    private Commands galley() {
        if (galley == null) throw new IllegalStateException("galley comes before cluster");
        return galley;
    }

    @Override
    public Integer call() throws Failure {
        return galley().showCluster();
    }

    @Command(
            description = {
                "Make an authority for a cluster, and certificates for its nodes.",
                "Called again, it certifies more nodes."
            })
    int init(
            @Parameters(paramLabel = "CLUSTER", description = "Its name, as in the file.")
                    String cluster,
            @Parameters(
                            paramLabel = "NODE=HOST",
                            arity = "1..*",
                            description = "Each node and where it binds; more hosts with commas.")
                    Map<String, String> nodes,
            @Option(
                            names = "--folder",
                            paramLabel = "FOLDER",
                            defaultValue = "certificates",
                            description = "Where to; ./certificates if absent.")
                    Path folder)
            throws Failure {
        if (!cluster.matches(NAME))
            throw new Failure(
                    "\"" + cluster + "\" is no name of a cluster; write for example shop");
        for (Map.Entry<String, String> node : nodes.entrySet()) {
            if (!node.getKey().matches(NAME) || node.getKey().equals("ca"))
                throw new Failure(
                        "\"" + node.getKey() + "\" is no name of a node; write for example n1");
            if (!hosts(node).stream().allMatch(host -> host.matches(HOST)))
                throw new Failure(node.getValue() + " is no host; write n1=10.0.0.11");
        }
        for (Map.Entry<String, String> node : nodes.entrySet()) {
            try {
                galley().runner().certify(folder, cluster, node.getKey(), hosts(node));
            } catch (IOException e) {
                throw new Failure(String.valueOf(e.getMessage()));
            }
            galley().terminal()
                    .out()
                    .println(files(folder, node.getKey()) + ": node " + node.getKey());
        }
        galley().terminal().out().println(hint(folder));
        return 0;
    }

    @Command(
            description = {
                "Have all nodes take pools, in the place of those of their files.",
                "Without a file: show them, and the versions that are kept."
            })
    int pools(
            @Parameters(
                            paramLabel = "FILE",
                            arity = "0..1",
                            description = "Has pools: alone; a path on the node that is asked.")
                    @Nullable Path file,
            @Option(
                            names = "--back",
                            paramLabel = "VERSION",
                            description = "Have them take that one again.")
                    @Nullable Long back)
            throws Failure {
        if (file != null && back != null) throw new Failure("say FILE, or --back VERSION");
        return galley().showPools(
                        file != null
                                ? Map.of("file", file.toAbsolutePath().normalize().toString())
                                : back != null ? Map.of("version", back) : null);
    }

    private static List<String> hosts(Map.Entry<String, String> node) {
        return List.of(node.getValue().split(",", -1));
    }

    private static String files(Path folder, String name) {
        return folder.resolve(name + ".pem") + ", " + folder.resolve(name + ".key");
    }

    private static String hint(Path folder) {
        return """
        %s: the authority; its key belongs on no node
        In the file, of each node: cluster: {tls: {cert: NODE.pem, key: NODE.key, ca: ca.pem}}\
        """
                .formatted(files(folder, "ca"));
    }
}
