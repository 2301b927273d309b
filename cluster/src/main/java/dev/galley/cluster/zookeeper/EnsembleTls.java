// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import dev.galley.cluster.trust.Trust;
import dev.galley.config.Address;
import dev.galley.config.CoordinationConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.client.ZKClientConfig;

/// TLS to an ensemble of the user's. ZooKeeper speaks it by Netty, takes keys from one file alone,
/// and reads that at each connection. So the node's own two files are kept together in a third one,
/// under a password that is nowhere else than in this process; they are read again when the
/// ensemble is away, for they may have been renewed. Then it is also found out why it is away,
/// which ZooKeeper's client keeps to itself.
final class EnsembleTls implements AutoCloseable {
    private static final Logger LOG = System.getLogger(EnsembleTls.class.getName());
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final List<Address> servers;
    private final CoordinationConfig.Tls files;
    private final String password = UUID.randomUUID().toString();
    private final Path store;
    private final FileChannel hold;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String trouble = "";

    /// @param users with `tls`
    /// @param folder of this node, which nobody else uses
    /// @throws IOException if a file can't be used, with a sentence
    EnsembleTls(CoordinationConfig users, Path folder)
            throws IOException, GeneralSecurityException {
        this.servers = users.servers().addresses();
        this.files = Objects.requireNonNull(users.tls());
        this.store = folder.resolve("client.p12").toAbsolutePath();
        this.hold = new Quorum(folder.toAbsolutePath()).hold();
        try {
            keep();
        } catch (IOException | GeneralSecurityException e) {
            hold.close();
            throw e;
        }
    }

    private synchronized void keep() throws IOException, GeneralSecurityException {
        if (closed.getCount() == 0) return;
        Path next = store.resolveSibling("client.p12.new");
        Files.deleteIfExists(next);
        Files.createFile(
                next,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(next)) {
            char[] secret = password.toCharArray();
            Trust.keys(files.cert(), files.key(), secret).store(out, secret);
        }
        Files.move(next, store, StandardCopyOption.ATOMIC_MOVE);
    }

    /// What a client's settings must say to speak it.
    ZKClientConfig settings() {
        ZKClientConfig settings = Link.settings();
        settings.setProperty("zookeeper.client.secure", "true");
        settings.setProperty(
                "zookeeper.clientCnxnSocket", "org.apache.zookeeper.ClientCnxnSocketNetty");
        // Of itself it would offer 1.3 alone, which a server of ZooKeeper 3.8 does not speak.
        settings.setProperty("zookeeper.ssl.enabledProtocols", "TLSv1.3,TLSv1.2");
        settings.setProperty("zookeeper.ssl.keyStore.location", store.toString());
        settings.setProperty("zookeeper.ssl.keyStore.type", "PKCS12");
        settings.setProperty("zookeeper.ssl.keyStore.password", password);
        settings.setProperty("zookeeper.ssl.trustStore.location", files.ca());
        settings.setProperty("zookeeper.ssl.trustStore.type", "PEM");
        settings.setProperty("zookeeper.ssl.hostnameVerification", "true");
        return settings;
    }

    /// Begins to look after a client, until this is closed.
    void watch(Link link) {
        Thread.ofVirtual()
                .name("ensemble-tls")
                .start(() -> {
                    while (!pause()) {
                        String now = link.connected() ? "" : reason();
                        if (!now.isEmpty() && !now.equals(trouble)) LOG.log(Level.WARNING, now);
                        trouble = now;
                    }
                });
    }

    /// @return whether it was closed meanwhile
    private boolean pause() {
        try {
            return closed.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private String reason() {
        try {
            keep();
            var context = Trust.ofFiles(files.cert(), files.key(), files.ca());
            for (Address server : servers) {
                String reason = Greeting.refusal(server, context);
                if (reason != null) return "coordination: " + reason;
            }
            return "";
        } catch (IOException | GeneralSecurityException e) {
            return "coordination: " + e.getMessage();
        }
    }

    /// Why there is no TLS with the ensemble; empty: there is, or nothing is known yet.
    String trouble() {
        return trouble;
    }

    @Override
    public synchronized void close() {
        closed.countDown();
        try {
            Files.deleteIfExists(store);
            hold.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot clear the coordination's folder: " + e.getMessage());
        }
    }
}
