// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.config.Address;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;

/// The part of this node in the ensemble that the nodes carry themselves. The first of the peers
/// founds it, once, after it has looked for one among the others; whoever else comes is let in by
/// dynamic reconfiguration (Shraer, Reed, Malkhi and Junqueira, "Dynamic Reconfiguration of
/// Primary/Backup Clusters", 2012): peers to vote, other nodes to observe. A node that is stopped
/// in peace leaves it, so that those that stay are a majority of themselves.
final class Ensemble implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Ensemble.class.getName());
    private static final int LOOK_MILLIS = 500;
    private static final Duration SEARCH = Duration.ofSeconds(3);
    private static final Duration LEAVING = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(100);

    private final Seat self;
    private final List<Seat> peers;
    private final Quorum quorum;
    private final Map<String, String> settings;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final FileChannel hold;
    private final Server server;
    private volatile boolean left;

    private Ensemble(Seat self, List<Seat> peers, Path folder, Map<String, String> settings)
            throws IOException {
        this.self = self;
        this.peers = peers;
        this.quorum = new Quorum(folder.toAbsolutePath());
        this.settings = settings;
        this.hold = quorum.hold();
        try {
            this.server = begin();
        } catch (IOException | RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    /// Starts the part of this node. It is up when clients are answered, if ever.
    ///
    /// @param folder for the data; it must last
    /// @param settings of ZooKeeper's server, as in `zoo.cfg`
    /// @throws IOException if the folder can't be used, as by another process that does
    static Ensemble start(
            Address self, List<Address> peers, Path folder, Map<String, String> settings)
            throws IOException {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(
                Map.ofEntries(
                        Map.entry("tickTime", "500"),
                        Map.entry("initLimit", "20"),
                        Map.entry("syncLimit", "4"),
                        Map.entry("minSessionTimeout", "1000"),
                        Map.entry("maxSessionTimeout", "60000"),
                        Map.entry("maxClientCnxns", "60"),
                        Map.entry("standaloneEnabled", "false"),
                        Map.entry("reconfigEnabled", "true"),
                        Map.entry("quorumListenOnAllIPs", "false"),
                        Map.entry("admin.enableServer", "false"),
                        // It would look for a leader ever more seldom, up to once a minute.
                        Map.entry("fastleader.maxNotificationInterval", "1000"),
                        Map.entry("4lw.commands.whitelist", "none"),
                        Map.entry("autopurge.snapRetainCount", "3"),
                        Map.entry("autopurge.purgeInterval", "1")));
        return new Ensemble(new Seat(self), peers.stream().map(Seat::new).toList(), folder, all);
    }

    private Server begin() throws IOException {
        if (quorum.has(self)) {
            quorum.resume(self, settings);
            return Server.start(quorum.file());
        }
        boolean founder = !quorum.once() && peers.getFirst().equals(self);
        if (founder && others().stream().noneMatch(Ensemble::listens)) return found();
        Map<Long, String> servers = new TreeMap<>();
        for (Seat peer : others()) servers.put(peer.id(), peer.voter());
        servers.put(self.id(), self.observer());
        quorum.begin(self, servers, settings);
        Server looking = Server.start(quorum.file());
        if (!founder || finds(looking)) return looking;
        looking.close();
        return found();
    }

    private List<Seat> others() {
        return peers.stream().filter(peer -> !peer.equals(self)).toList();
    }

    private static boolean listens(Seat peer) {
        Address address = peer.election();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), LOOK_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Server found() throws IOException {
        LOG.log(Level.INFO, "founds the cluster's coordination");
        quorum.begin(self, Map.of(self.id(), self.voter()), settings);
        quorum.joined();
        return Server.start(quorum.file());
    }

    private boolean finds(Server looking) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < SEARCH.toNanos()) {
            String state = looking.state();
            if (state.equals("following") || state.equals("observing")) return true;
            if (pause(STEP)) return false;
        }
        return false;
    }

    /// @return whether it was closed meanwhile
    private boolean pause(Duration time) {
        try {
            return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// Where this node's own client connects.
    String servers() {
        return self.client().toString();
    }

    /// In the ensemble's words: `leading`, `following`, `observing`, `looking`.
    String state() {
        return server.runs() ? server.state() : "ended";
    }

    /// Becomes a part of the ensemble, if it is none yet. Returns when it is, or when the ensemble
    /// is closed.
    void join(Link link) {
        CuratorFramework client = link.client();
        String wanted = peers.contains(self) ? self.voter() : self.observer();
        long begun = System.nanoTime();
        boolean told = false;
        while (closed.getCount() > 0) {
            try {
                String config = config(client);
                if (config.contains("server." + self.id() + "=" + wanted)) {
                    link.lockRoot();
                    quorum.joined();
                    return;
                }
                client.reconfig().joining("server." + self.id() + "=" + wanted).forEnsemble();
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                LOG.log(Level.DEBUG, "not yet", e);
            }
            if (pause(STEP.multipliedBy(3))) return;
            if (told || System.nanoTime() - begun < PATIENCE.toNanos()) continue;
            told = true;
            LOG.log(Level.INFO, "is no part of the coordination yet: " + waitsFor());
        }
    }

    /// For whoever has started it, and wonders.
    private String waitsFor() {
        Seat first = peers.getFirst();
        return first.equals(self)
                ? "the other peers are not there, and it founds no second cluster"
                : "does %s run, the first of cluster.peers, and more than half of them?"
                        .formatted(first.node());
    }

    private static String config(CuratorFramework client) throws Exception {
        return new String(client.getConfig().forEnsemble(), UTF_8);
    }

    /// Leaves the ensemble if others stay; called before the client is closed.
    void leave(CuratorFramework client) {
        Thread leaving =
                Thread.ofVirtual()
                        .name("leave-ensemble")
                        .start(() -> {
                            try {
                                String own = "server." + self.id() + "=";
                                if (config(client)
                                        .lines()
                                        .filter(line -> line.contains("participant"))
                                        .allMatch(line -> line.startsWith(own))) return;
                                client.reconfig().leaving(Long.toString(self.id())).forEnsemble();
                                left = true;
                            } catch (Exception e) {
                                LOG.log(Level.DEBUG, "stays part of the ensemble", e);
                            }
                        });
        try {
            if (!leaving.join(LEAVING)) leaving.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.close();
        try {
            if (left) quorum.clear();
            hold.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot clear the coordination's folder: " + e.getMessage());
        }
    }
}
