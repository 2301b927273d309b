// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Election;
import dev.galley.cluster.Epoch;
import dev.galley.cluster.Listening;
import dev.galley.cluster.Member;
import dev.galley.cluster.Membership;
import dev.galley.cluster.Node;
import dev.galley.cluster.Registry;
import dev.galley.cluster.Settings;
import dev.galley.cluster.Standing;
import dev.galley.cluster.Topic;
import dev.galley.cluster.trust.Trust;
import dev.galley.config.Address;
import dev.galley.config.AppTlsConfig;
import dev.galley.config.ClusterConfig;
import dev.galley.config.CoordinationConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.zookeeper.client.ZKClientConfig;
import org.jspecify.annotations.Nullable;

/// What the nodes of a cluster agree on, by Apache ZooKeeper: carried by the nodes, or an ensemble
/// of the user's.
public final class ZooKeeperCoordination implements Coordination, Membership {
    private static final int TICK_MILLIS = 100;

    private final Node self;
    private final @Nullable Ensemble ensemble;
    private final @Nullable EnsembleTls tls;
    private final Link link;
    private final Lease lease = new Lease(System::nanoTime, System::currentTimeMillis);
    private final Topic<Standing> standing = new Topic<>(Standing.JOINING);
    private final Tree tree;
    private final Presence presence;
    private final Offers offers;
    private final Roles roles;
    private final Texts texts;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("cluster-clock").daemon().factory());

    private ZooKeeperCoordination(
            Node self, @Nullable Ensemble ensemble, @Nullable EnsembleTls tls, Link link) {
        this.self = self;
        this.ensemble = ensemble;
        this.tls = tls;
        this.link = link;
        tree = new Tree(link);
        String member = link.path("live/members/" + self.name());
        presence = new Presence(link, lease, member, Records.of(self), tree::start);
        offers = new Offers(link, tree, presence, self.name());
        roles = new Roles(link, tree, this);
        texts = new Texts(link, tree);
    }

    /// Starts to join; whether and when it is a member, its {@link #membership()} tells. Takes some
    /// tenths of a second; up to 4 s where the cluster is founded by several nodes at once.
    ///
    /// @throws CoordinationException if this machine can't take part, with a sentence
    public static Coordination start(ClusterConfig config, Node self) throws CoordinationException {
        try {
            CoordinationConfig users = config.coordination();
            ZooKeeperCoordination it =
                    users == null ? embedded(config, self) : external(config, self, users);
            it.run();
            return it;
        } catch (IOException | GeneralSecurityException e) {
            throw new CoordinationException("cluster: " + e.getMessage(), e);
        }
    }

    private static ZooKeeperCoordination embedded(ClusterConfig config, Node self)
            throws IOException, GeneralSecurityException {
        Link.Access access = SuperUser.access();
        Address address = self.address();
        Ensemble ensemble =
                Ensemble.start(
                        address, config.carriers(address), folder(config, self), trust(config));
        ZKClientConfig settings = Link.settings();
        return new ZooKeeperCoordination(
                self,
                ensemble,
                null,
                new Link(ensemble.servers(), config.name(), access, settings));
    }

    private static Path folder(ClusterConfig config, Node self) {
        return Path.of(config.data(), config.name(), self.name());
    }

    private static Map<String, String> trust(ClusterConfig config)
            throws IOException, GeneralSecurityException {
        AppTlsConfig tls = config.tls();
        String secret = config.secret();
        if (tls != null) return QuorumTls.settings(Trust.ofFiles(tls.cert(), tls.key(), tls.ca()));
        if (secret == null) return Map.of();
        return QuorumTls.settings(Trust.ofSecret(config.name(), secret));
    }

    private static ZooKeeperCoordination external(
            ClusterConfig config, Node self, CoordinationConfig users)
            throws IOException, GeneralSecurityException {
        String secret = Objects.requireNonNull(config.secret());
        String proof = "galley:" + Trust.proof(config.name(), secret);
        Link.Access access = Link.Access.of(proof, Link.Access.digest(proof));
        String servers = users.servers().toString();
        EnsembleTls tls = users.tls() == null ? null : new EnsembleTls(users, folder(config, self));
        ZKClientConfig settings = tls == null ? Link.settings() : tls.settings();
        return new ZooKeeperCoordination(
                self, null, tls, new Link(servers, config.name(), access, settings));
    }

    private void run() {
        var _ =
                clock.scheduleAtFixedRate(
                        () -> standing.set(lease.standing()),
                        TICK_MILLIS,
                        TICK_MILLIS,
                        TimeUnit.MILLISECONDS);
        presence.start();
        if (tls != null) tls.watch(link);
        if (ensemble != null)
            Thread.ofVirtual().name("join-ensemble").start(() -> ensemble.join(link));
    }

    @Override
    public Membership membership() {
        return this;
    }

    @Override
    public Election election() {
        return roles;
    }

    @Override
    public Registry registry() {
        return offers;
    }

    @Override
    public Settings settings() {
        return texts;
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        facts.put("coordination", ensemble == null ? "external" : "embedded");
        if (ensemble != null) facts.put("server", ensemble.state());
        String trouble = trouble();
        if (!trouble.isEmpty()) facts.put("trouble", trouble);
        return facts;
    }

    private String trouble() {
        String refusal = tls == null || link.connected() ? "" : tls.trouble();
        return refusal.isEmpty() ? presence.trouble() : refusal;
    }

    @Override
    public Node self() {
        return self;
    }

    @Override
    public Standing standing() {
        return lease.standing();
    }

    @Override
    public @Nullable Epoch joined() {
        long joined = presence.joined();
        return joined == 0 ? null : new Epoch(joined);
    }

    @Override
    public SortedMap<String, Member> members() {
        return tree.members.value();
    }

    @Override
    public Listening listen(Consumer<SortedMap<String, Member>> listener) {
        return tree.members.listen(listener);
    }

    @Override
    public Listening watch(Consumer<Standing> watcher) {
        return standing.listen(watcher);
    }

    @Override
    public void close() {
        roles.close();
        presence.close();
        clock.shutdownNow();
        standing.close();
        tree.close();
        if (ensemble != null) ensemble.leave(link.client());
        link.close();
        if (ensemble != null) ensemble.close();
        if (tls != null) tls.close();
    }
}
