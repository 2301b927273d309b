// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Nearest;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Section;
import dev.galley.config.bind.Setting;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A program of modules, and where each of them runs.
///
/// @param node null or empty: the command line or the environment says
public record AppConfig(
        @Setting(
                        value = "The jars and folders that the modules and what they use are in.",
                        min = "1",
                        max = "1000")
                List<String> classpath,
        @Setting("Which of the nodes this process is; else --node, else GALLEY_NODE.")
                @Nullable String node,
        @Setting(
                        value =
                                "What all nodes know and nobody else, 16 characters or more;"
                                        + " absent: loopback only.",
                        form = Form.SECRET)
                @Nullable String secret,
        @Setting(
                        value =
                                "Whether gRPC and HTTP callers of other machines may send the"
                                        + " secret without TLS, where others can read it.",
                        byDefault = "false")
                boolean secretInTheClear,
        @Setting("TLS between the nodes; absent: none is spoken.") @Nullable AppTlsConfig tls,
        @Setting(
                        value =
                                "The processes by name; absent: this one runs all modules, and"
                                        + " listens for no calls.",
                        keys = Form.NAME)
                Map<String, Node> nodes,
        @Setting(
                        value = "The modules by name, as far as there is something to say.",
                        keys = Form.NAME)
                Map<String, Module> modules) {
    private static final int SHORTEST_SECRET = 16;

    public AppConfig {
        Rules.check(
                AppConfig.class, classpath, node, secret, secretInTheClear, tls, nodes, modules);
        if (node != null && node.isEmpty()) node = null;
        if (secret != null && secret.getBytes(UTF_8).length < SHORTEST_SECRET)
            throw new IllegalArgumentException("secret must have 16 characters or more");
        if (node != null && !nodes.containsKey(node))
            throw new IllegalArgumentException("node " + unknownNode(node, nodes));
        boolean proved = secret != null || (tls != null && tls.mutual());
        for (var entry : nodes.entrySet())
            if (!proved && !entry.getValue().isLoopback())
                throw new IllegalArgumentException(
                        "nodes."
                                + entry.getKey()
                                + ".bind is not loopback; that demands a secret, or tls that is"
                                + " mutual");
    }

    /// Which node a process is.
    ///
    /// @param told by the command line, which comes first; null: nothing
    /// @param env where `GALLEY_NODE` is, which comes last
    /// @return null: the only one
    /// @throws IllegalArgumentException with a sentence, if none of the nodes is it
    public @Nullable String nodeOf(@Nullable String told, Map<String, String> env) {
        String name =
                told != null ? told : node != null ? node : env.getOrDefault("GALLEY_NODE", "");
        if (nodes.isEmpty() && (told == null || told.isEmpty())) return null;
        if (name.isEmpty())
            throw new IllegalArgumentException(
                    "which node is this? write --node NAME, or set GALLEY_NODE"
                            + Nearest.hint("", nodes.keySet()));
        if (!nodes.containsKey(name)) throw new IllegalArgumentException(unknownNode(name, nodes));
        return name;
    }

    /// The names of the nodes that run a module.
    public List<String> nodesOf(String module) {
        return nodes.entrySet().stream()
                .filter(node -> node.getValue().runs(module))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// As a node of a cluster has it, which begins with no modules and is told which to run.
    ///
    /// @param bind where the node is called
    /// @param common what all nodes of the cluster know; null: nothing
    /// @param spoken between the nodes of the cluster; null: none
    public AppConfig within(
            String self, Address bind, @Nullable String common, @Nullable AppTlsConfig spoken) {
        return new AppConfig(
                classpath,
                self,
                common,
                secretInTheClear,
                spoken,
                Map.of(self, new Node(bind, List.of(), null)),
                modules);
    }

    /// How the nodes that run a module are called.
    public ModulePoolConfig poolOf(String module) {
        Module said = modules.get(module);
        return said == null ? ModulePoolConfig.USUAL : said.pool();
    }

    private static String unknownNode(String name, Map<String, Node> nodes) {
        return '"' + name + "\" is none of the nodes" + Nearest.hint(name, nodes.keySet());
    }

    /// A process.
    ///
    /// @param bind null only if it runs no module
    /// @param modules null: all
    public record Node(
            @Setting(
                            value =
                                    "Where it listens for calls, and is called; may be absent if"
                                            + " modules is [].",
                            bare = true)
                    @Nullable Address bind,
            @Setting("The modules that it runs; absent: all; []: none, it only balances.")
                    @Nullable List<String> modules,
            @Setting("Where its admin API listens; absent: where the file's admin says.")
                    @Nullable Address admin) {
        public Node {
            Rules.check(Node.class, bind, modules, admin);
            if (bind == null && (modules == null || !modules.isEmpty()))
                throw new IllegalArgumentException(
                        "missing key \"bind\": other nodes call its modules there; a node that"
                                + " runs none says modules: []");
            if (bind != null && (bind.host().isEmpty() || bind.port() == 0))
                throw new IllegalArgumentException(
                        "bind must have a host and a port above 0: other nodes call it there");
        }

        /// Whether it runs a module.
        public boolean runs(String module) {
            return modules == null || modules.contains(module);
        }

        private boolean isLoopback() {
            return bind == null || bind.isLoopback();
        }
    }

    /// What is said about a module.
    ///
    /// @param replicas null: on every node that it may be on
    /// @param scale null: its number does not follow its load
    public record Module(
            @Setting("Its configuration, as the record that it takes has it.")
                    @Nullable Section config,
            @Setting("How the nodes that run it are called by the others.") ModulePoolConfig pool,
            @Setting("On how many nodes of the cluster it runs; absent: on all.")
                    @Nullable Replicas replicas,
            @Setting(
                            "The load that each of its replicas is to have, which says how many"
                                    + " there are; absent: replicas.min of them.")
                    @Nullable TargetConfig scale,
            @Setting(value = "The labels that its nodes must have.", keys = Form.NAME)
                    Map<String, String> on,
            @Setting(
                            value =
                                    "The label whose values get equal shares of its replicas, as"
                                            + " far as that can be.",
                            byDefault = "zone",
                            form = Form.NAME)
                    String spread,
            @Setting(
                            value = "Modules of the same word here are never on one node.",
                            form = Form.NAME)
                    @Nullable String apart,
            @Setting(
                            value =
                                    "Whether two of it must never run at once; where the cluster"
                                            + " cannot be asked, none does.",
                            byDefault = "false")
                    boolean singleton) {
        public Module {
            Rules.check(Module.class, config, pool, replicas, scale, on, spread, apart, singleton);
            if (scale != null) check(scale, replicas, singleton);
            if (singleton && replicas != null)
                throw new IllegalArgumentException("singleton is replicas: 1 and more; drop one");
        }

        private static void check(
                TargetConfig scale, @Nullable Replicas replicas, boolean singleton) {
            if (singleton)
                throw new IllegalArgumentException(
                        "scale is for modules that may run more than once; drop it, or singleton");
            Integer max = replicas == null ? null : replicas.max();
            if (replicas == null || max == null || max <= replicas.min())
                throw new IllegalArgumentException(
                        "scale needs replicas with a max above min, such as {min: 2, max: 10}");
            if (replicas.min() == 0)
                throw new IllegalArgumentException(
                        "scale needs replicas.min above 0: one that runs nowhere has no load to"
                                + " grow by");
            scale.needOne("scale ");
            scale.needAtMost(max, "scale.");
        }

        /// Whether a cluster is told where it is to be.
        boolean isPlaced() {
            return replicas != null || !on.isEmpty() || apart != null || singleton;
        }
    }

    /// How often a module runs. A bare number is short for `{min: NUMBER}`.
    public record Replicas(
            @Setting(
                            value = "How often at least, and at first.",
                            min = "0",
                            max = "1000",
                            bare = true)
                    int min,
            @Setting(
                            value =
                                    "How often at the most, by scale or by galley scale; absent:"
                                            + " galley scale may say any number.",
                            min = "1",
                            max = "1000")
                    @Nullable Integer max) {
        public Replicas {
            Rules.check(Replicas.class, min, max);
            if (max != null && max < min)
                throw new IllegalArgumentException("max " + max + " is below min " + min);
        }
    }
}
