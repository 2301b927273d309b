// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.UnansweredException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.jspecify.annotations.Nullable;

/// The session with ZooKeeper, and where in its tree a cluster lies:
///
/// ```text
/// /galley-NAME/live/members/NODE       who is a member; goes with its session
///             /live/offers/NODE-N      what it offers; likewise
///             /live/roles/ROLE/...     who stands for a role; likewise
///             /live/settings/TEXT      the newest version of a text
///             /history/TEXT/NUMBER     its versions
/// ```
final class Link implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Link.class.getName());
    private static final int CONNECT_MILLIS = 2000;
    private static final int TRIES = 4;
    private static final int BETWEEN_TRIES_MILLIS = 250;

    /// Who may do what is done, and to whom what is made is open.
    ///
    /// @param scheme and `proof`: what the session shows, in ZooKeeper's words
    /// @param acl what nodes of the tree are guarded by
    record Access(String scheme, String proof, List<ACL> acl) {
        /// @param id in the words of the scheme `digest`
        static Access of(String proof, String id) {
            // ZooKeeper asks it for null, which List.of does not bear.
            List<ACL> acl =
                    Collections.singletonList(new ACL(ZooDefs.Perms.ALL, new Id("digest", id)));
            return new Access("digest", proof, acl);
        }

        /// How ZooKeeper names whoever shows a proof, in its scheme `digest`. Its own class for it
        /// must not be loaded before the property that it reads is set.
        static String digest(String proof) throws GeneralSecurityException {
            byte[] sum = MessageDigest.getInstance("SHA-1").digest(proof.getBytes(UTF_8));
            String user = proof.substring(0, proof.indexOf(':'));
            return user + ":" + Base64.getEncoder().encodeToString(sum);
        }
    }

    private final CuratorFramework client;
    private final String root;
    private final List<ACL> acl;

    /// @param settings of the client
    Link(String servers, String cluster, Access access, ZKClientConfig settings) {
        acl = access.acl();
        root = "/galley-" + cluster;
        // Where the servers are is known: what the ensemble says of itself names loopback.
        client =
                CuratorFrameworkFactory.builder()
                        .connectString(servers)
                        .sessionTimeoutMs(Lease.SESSION_MILLIS)
                        .connectionTimeoutMs(CONNECT_MILLIS)
                        .retryPolicy(new RetryNTimes(TRIES, BETWEEN_TRIES_MILLIS))
                        .authorization(access.scheme(), access.proof().getBytes(UTF_8))
                        .aclProvider(guard(acl))
                        .ensembleTracker(false)
                        .zookeeperFactory((all, session, watcher, readOnly) ->
                                new PatientZooKeeper(all, session, watcher, readOnly, settings))
                        .build();
        client.start();
    }

    /// What a client is to be like, which asks no domain names for those of addresses: it would for
    /// SASL, which is not used, and would then expect certificates for these.
    static ZKClientConfig settings() {
        ZKClientConfig settings = new ZKClientConfig();
        settings.setProperty("zookeeper.sasl.client", "false");
        return settings;
    }

    private static ACLProvider guard(List<ACL> acl) {
        return new ACLProvider() {
            @Override
            public List<ACL> getDefaultAcl() {
                return acl;
            }

            @Override
            public List<ACL> getAclForPath(String path) {
                return acl;
            }
        };
    }

    CuratorFramework client() {
        return client;
    }

    String path(String below) {
        return root + "/" + below;
    }

    /// Lets nobody else make anything in the ensemble; for one that the nodes carry themselves.
    void lockRoot() throws Exception {
        client.setACL().withACL(acl).forPath("/");
    }

    /// Makes sure that the cluster's part of the tree is its own. Whoever has made it could have
    /// put there what it likes, and it must not be somebody who does not know the secret: as a rule
    /// the root of an ensemble of the user's is open to all.
    ///
    /// @throws CoordinationException if it is not
    void claim() throws CoordinationException {
        boolean own =
                tell(() -> {
                    if (client.checkExists().forPath(root) == null) make();
                    return client.getACL().forPath(root).equals(acl);
                });
        if (!own)
            throw new CoordinationException(
                    root
                            + " of the coordination is open to others than this cluster: remove it,"
                            + " or call the cluster otherwise");
    }

    private void make() throws Exception {
        try {
            client.create().forPath(root, new byte[0]);
        } catch (KeeperException.NodeExistsException e) {
            LOG.log(Level.DEBUG, "another node was faster", e);
        }
    }

    /// Whether there is a connection now.
    boolean connected() {
        return client.getZookeeperClient().isConnected();
    }

    /// The number of the session, new after each loss.
    long session() throws CoordinationException {
        return tell(() -> client.getZookeeperClient().getZooKeeper().getSessionId());
    }

    /// Asks the leader for all that it has agreed on until now: reads that follow see it. (That of
    /// Curator does not wait for the answer.)
    ///
    /// @throws CoordinationException if there is no leader, or no answer within the lease
    void sync(String path) throws CoordinationException {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        int code =
                tell(() -> {
                    client.getZookeeperClient()
                            .getZooKeeper()
                            .sync(path, (status, _, _) -> answer.complete(status), null);
                    return answer.get(Lease.LENGTH.toMillis(), TimeUnit.MILLISECONDS);
                });
        if (code != KeeperException.Code.OK.intValue())
            throw new UnansweredException(
                    "the coordination does not answer: " + KeeperException.Code.get(code), null);
    }

    /// Something that asks ZooKeeper.
    interface Question<T extends @Nullable Object> {
        T ask() throws Exception;
    }

    /// Asks, and says in our words what went wrong.
    ///
    /// @throws CoordinationException if anything did
    static <T extends @Nullable Object> T tell(Question<T> question) throws CoordinationException {
        try {
            return question.ask();
        } catch (KeeperException.NoAuthException e) {
            throw new CoordinationException(
                    "the coordination refuses this node: the secret of the cluster is another one",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnansweredException("interrupted", e);
        } catch (RuntimeException | CoordinationException e) {
            throw e;
        } catch (Exception e) {
            throw new UnansweredException("the coordination does not answer: " + e, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
