// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import javax.security.sasl.SaslException;
import org.apache.zookeeper.server.quorum.QuorumPeer;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;
import org.apache.zookeeper.util.ServiceUtils;
import org.jspecify.annotations.Nullable;

/// A server of ZooKeeper in this process. There can be one, for it has settings in system
/// properties.
final class Server implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Server.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Main main = new Main();
    private final Thread thread;
    private volatile boolean closed;

    private Server(QuorumPeerConfig config) {
        thread = Thread.ofPlatform().name("zookeeper").daemon().unstarted(() -> run(config));
    }

    /// Starts one.
    ///
    /// @throws IOException if what the file says is wrong
    static Server start(Path file) throws IOException {
        // It would end the process when it can't go on.
        ServiceUtils.setSystemExitProcedure(ServiceUtils.LOG_ONLY);
        QuorumPeerConfig config = new QuorumPeerConfig();
        try {
            config.parse(file.toString());
        } catch (QuorumPeerConfig.ConfigException e) {
            throw new IOException("the coordination does not start: " + e.getMessage(), e);
        }
        Server server = new Server(config);
        server.thread.start();
        return server;
    }

    private void run(QuorumPeerConfig config) {
        try {
            main.runFromConfig(config);
            if (!closed) LOG.log(Level.ERROR, "the coordination has ended in this process");
        } catch (Exception e) {
            if (!closed) LOG.log(Level.ERROR, "the coordination does not run here: " + e);
        }
    }

    /// Whether it is there, be it alone.
    boolean runs() {
        return thread.isAlive();
    }

    /// `leading`, `following`, `observing`, or `looking` for a leader.
    String state() {
        QuorumPeer peer = main.peer;
        return peer == null ? "starting" : peer.getServerState();
    }

    @Override
    public void close() {
        closed = true;
        main.close();
        try {
            if (!thread.join(PATIENCE)) LOG.log(Level.WARNING, "the coordination does not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Main extends QuorumPeerMain {
        private volatile @Nullable QuorumPeer peer;

        @Override
        protected QuorumPeer getQuorumPeer() throws SaslException {
            QuorumPeer made = new QuorumPeer();
            peer = made;
            return made;
        }
    }
}
