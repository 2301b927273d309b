// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Kinds;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the sessions of users are kept. A bare word is short for `{store: WORD}`.
@Kinds(key = "store", byDefault = "in-process", about = "Where sessions are kept.")
public sealed interface SessionsConfig {
    /// What is said about the keys that every store has.
    String RULES = "What is kept, and for how long.";

    /// What is kept, and for how long.
    SessionRules rules();

    /// `in-process`
    @Setting("In the memory of this process; they end with it.")
    record InProcess(@Setting(value = RULES, inline = true) SessionRules rules)
            implements SessionsConfig {
        public InProcess {
            Rules.check(InProcess.class, rules);
        }
    }

    /// `replicated`
    ///
    /// @param bind null: as the cluster says
    /// @param peers empty: as the cluster says
    @Setting("In the memory of several nodes, which replicate them to each other.")
    record Replicated(
            @Setting(
                            value = "How many nodes have each session.",
                            byDefault = "2",
                            min = "2",
                            max = "9")
                    int copies,
            @Setting(
                            "Where this node is called by the others, by TCP; the next port is used"
                                    + " as well. Absent: as the cluster says.")
                    @Nullable Address bind,
            @Setting(value = "The bind of each node, this one's too.", max = "99")
                    List<Address> peers,
            @Setting(
                            value =
                                    "What the nodes know and nobody else, 16 characters or more;"
                                            + " absent: loopback only, or as the cluster says.",
                            form = Form.SECRET)
                    @Nullable String secret,
            @Setting(value = RULES, inline = true) SessionRules rules)
            implements SessionsConfig {
        private static final int SHORTEST_SECRET = 16;

        public Replicated {
            Rules.check(Replicated.class, copies, bind, peers, secret, rules);
            if (secret != null && secret.getBytes(UTF_8).length < SHORTEST_SECRET)
                throw new IllegalArgumentException("secret must have 16 characters or more");
            if ((bind == null) != peers.isEmpty())
                throw new IllegalArgumentException(
                        "bind must come with peers, and they with it: where this node is called,"
                                + " and where all are");
            if (bind != null) checkPeers(bind, peers, secret);
        }

        private static void checkPeers(Address bind, List<Address> peers, @Nullable String secret) {
            if (!peers.contains(bind))
                throw new IllegalArgumentException("peers must have " + bind + " among them");
            if (new HashSet<>(peers).size() < peers.size())
                throw new IllegalArgumentException("peers has the same address twice");
            for (Address peer : peers) {
                if (peer.host().isEmpty() || peer.port() == 0 || peer.port() == 65535)
                    throw new IllegalArgumentException(
                            "peers: " + peer + " must have a host and a port of 1 to 65534");
                if (secret == null && !peer.isLoopback())
                    throw new IllegalArgumentException(
                            "peers: " + peer + " is not loopback; that demands a secret");
            }
        }
    }

    /// `redis`
    @Setting("In Redis.")
    record Redis(
            @Setting(
                            value =
                                    "Where: redis://HOST:PORT/DB, rediss:// for TLS,"
                                            + " redis-sentinel://HOST:PORT,HOST:PORT#MASTER, or"
                                            + " redis-cluster://HOST:PORT,HOST:PORT; with"
                                            + " USER:PASSWORD@ before the host perhaps.",
                            form = Form.REDIS)
                    String url,
            @Setting(
                            value = "What all its keys begin with.",
                            byDefault = "galley:",
                            form = Form.LABEL)
                    String prefix,
            @Setting(value = RULES, inline = true) SessionRules rules)
            implements SessionsConfig {
        public Redis {
            Rules.check(Redis.class, url, prefix, rules);
        }
    }
}
