// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The cluster that this process is a node of: the same for all its nodes, but for who each is.
public record ClusterConfig(
        @Setting(value = "What all nodes call it.", form = Form.NAME) String name,
        @Setting("Which node this process is; else --node, else GALLEY_NODE.")
                @Nullable String node,
        @Setting(
                        "Where this node is called, at port P; P+1 to P+5 are its as well: for the"
                                + " coordination (P+1 on loopback) and for the sessions. Absent:"
                                + " the peer with an address of this machine.")
                @Nullable Address bind,
        @Setting(
                        value =
                                "The nodes that carry the coordination, where they bind; the first"
                                        + " one founds it. Empty: this one alone.",
                        max = "15")
                List<Address> peers,
        @Setting(
                        value =
                                "What all nodes know and nobody else, 16 characters or more;"
                                        + " absent: loopback only, unless there is tls.",
                        form = Form.SECRET)
                @Nullable String secret,
        @Setting("TLS between the nodes, which galley cluster init makes the files for.")
                @Nullable AppTlsConfig tls,
        @Setting(
                        value = "What placement may ask of this node, such as {zone: a}.",
                        keys = Form.NAME,
                        form = Form.LABEL)
                Map<String, String> labels,
        @Setting("A ZooKeeper ensemble to use instead of one that the nodes carry themselves.")
                @Nullable CoordinationConfig coordination,
        @Setting(
                        value =
                                "The folder for what the coordination must not forget; each node"
                                        + " has one in it.",
                        byDefault = "galley-data")
                String data) {
    private static final int SHORTEST_SECRET = 16;

    /// The highest port that a node may bind, as there are five more above it.
    private static final int HIGHEST_PORT = 65530;

    public ClusterConfig {
        Rules.check(
                ClusterConfig.class,
                name,
                node,
                bind,
                peers,
                secret,
                tls,
                labels,
                coordination,
                data);
        if (node != null && node.isEmpty()) node = null;
        if (secret != null && secret.getBytes(UTF_8).length < SHORTEST_SECRET)
            throw new IllegalArgumentException("secret must have 16 characters or more");
        if (bind != null) called("bind", bind, secret != null || tls != null);
        for (int i = 0; i < peers.size(); i++)
            called("peers[" + i + "]", peers.get(i), secret != null || tls != null);
        if (new HashSet<>(peers).size() < peers.size())
            throw new IllegalArgumentException("peers has a node twice");
        if (bind == null && peers.isEmpty())
            throw new IllegalArgumentException("missing key \"bind\": other nodes call it there");
        if (tls != null && !tls.mutual())
            throw new IllegalArgumentException(
                    "tls.mutual must be true: nodes know each other by their certificates");
        if (coordination != null && secret == null)
            throw new IllegalArgumentException(
                    "coordination needs a secret: the ensemble knows nodes by that");
    }

    private static void called(String key, Address address, boolean proved) {
        if (address.host().isEmpty() || address.port() == 0 || address.port() > HIGHEST_PORT)
            throw new IllegalArgumentException(
                    key + " must have a host and a port of 1 to 65530: other nodes call it there");
        if (!proved && !address.isLoopback())
            throw new IllegalArgumentException(
                    key + " is not loopback; that demands a secret, or tls");
    }

    /// Which node a process is.
    ///
    /// @param told by the command line, which comes first; null: nothing
    /// @param env where `GALLEY_NODE` is, which comes last
    /// @throws IllegalArgumentException with a sentence, if nobody says it
    public String nodeOf(@Nullable String told, Map<String, String> env) {
        String name =
                told != null ? told : node != null ? node : env.getOrDefault("GALLEY_NODE", "");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}"))
            throw new IllegalArgumentException(
                    name.isEmpty()
                            ? "which node is this? write --node NAME, or set GALLEY_NODE"
                            : "\"" + name + "\" is no name of a node; write for example n1");
        return name;
    }

    /// Where this process is called.
    ///
    /// @param local whether an address is one of this machine
    /// @throws IllegalArgumentException with a sentence, if that is not clear
    public Address bindOf(Predicate<InetAddress> local) {
        if (bind != null) return bind;
        List<Address> here =
                peers.stream()
                        .filter(peer -> Literal.looksLikeOne(peer.host()))
                        .filter(peer -> local.test(Literal.parse(peer.host())))
                        .toList();
        if (here.size() == 1) return here.getFirst();
        throw new IllegalArgumentException(
                here.isEmpty()
                        ? "cluster.bind is missing, and no peer has an address of this machine"
                        : "cluster.bind is missing, and peers "
                                + here
                                + " are all of this machine");
    }

    /// The nodes that carry the coordination, the founder first.
    ///
    /// @param self where this process is called
    public List<Address> carriers(Address self) {
        return peers.isEmpty() ? List.of(self) : peers;
    }
}
