// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.replicated;

import dev.galley.sessions.SessionException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.infinispan.AdvancedCache;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfiguration;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.global.ShutdownHookBehavior;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.partitionhandling.PartitionHandling;
import org.infinispan.remoting.transport.Address;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;

/// This process among those that have sessions: Infinispan, and what it takes to trust it.
final class Node implements AutoCloseable {
    /// What they say below an error is for their authors. Kept, or their level would be forgotten.
    private static final List<Logger> LOGGERS =
            List.of(Logger.getLogger("org.infinispan"), Logger.getLogger("org.jgroups"));

    private static final String CACHE = "sessions";

    /// Longer than it takes to miss a node that hangs: then what waits for it goes on elsewhere.
    private static final Duration ANSWER = Duration.ofMillis(Stack.SILENCE + 3_000);

    /// Nodes that have met again compare one segment after the other, and look through all they
    /// have for each. Enough for some twenty nodes to have equal shares; all must say the same.
    private static final int SEGMENTS = 64;

    private static final Duration JOIN = Duration.ofSeconds(20);

    /// Half of what others wait until they go on without this node.
    private static final Duration PAUSE = Duration.ofMillis(Stack.SILENCE / 2);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DefaultCacheManager manager;
    private final AdvancedCache<byte[], byte[]> cache;
    private final Confidence confidence;
    private final Watch watch;
    private final int copies;

    private Node(DefaultCacheManager manager, Peers peers, int copies) {
        this.manager = manager;
        this.copies = copies;
        cache = manager.<byte[], byte[]>getCache(CACHE).getAdvancedCache();
        Probe probe = new Probe(cache);
        int nodes = peers.all().size();
        Quorum<Address> quorum = new Quorum<>(nodes, missing -> gone(missing, peers));
        confidence =
                new Confidence(
                        PAUSE,
                        PATIENCE,
                        System::nanoTime,
                        () -> quorum.suffices(members()) && !probe.compares());
        watch = Watch.start(confidence, probe, peers);
    }

    private static boolean gone(Set<Address> missing, Peers peers) {
        Set<String> members = peers.members().get();
        if (members == null) return true;
        return members.contains(peers.node())
                && missing.stream().map(Address::toString).noneMatch(members::contains);
    }

    /// @throws SessionException if it can't
    static Node start(Peers peers, int copies) {
        LOGGERS.stream()
                .filter(logger -> logger.getLevel() == null)
                .forEach(logger -> logger.setLevel(Level.SEVERE));
        DefaultCacheManager manager = null;
        try {
            manager = new DefaultCacheManager(global(peers), false);
            manager.defineConfiguration(CACHE, configuration(copies));
            manager.start();
            return new Node(manager, peers, copies);
        } catch (Exception e) {
            if (manager != null) manager.stop();
            throw new SessionException(
                    "sessions cannot be replicated at " + peers.bind() + ": " + cause(e), false, e);
        }
    }

    private static String cause(Throwable e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) deepest = deepest.getCause();
        return String.valueOf(deepest.getMessage());
    }

    private static GlobalConfiguration global(Peers peers) {
        GlobalConfigurationBuilder global = new GlobalConfigurationBuilder();
        global.transport().defaultTransport().clusterName(peers.cluster()).nodeName(peers.node());
        global.transport().addProperty(JGroupsTransport.CHANNEL_CONFIGURATOR, new Channels(peers));
        global.transport().distributedSyncTimeout(JOIN.toMillis(), TimeUnit.MILLISECONDS);
        global.jmx().disable();
        global.metrics().gauges(false);
        global.globalState().disable();
        global.shutdown().hookBehavior(ShutdownHookBehavior.DONT_REGISTER);
        return global.build();
    }

    private static Configuration configuration(int copies) {
        ConfigurationBuilder cache = new ConfigurationBuilder();
        cache.encoding().mediaType(MediaType.APPLICATION_OCTET_STREAM);
        cache.clustering()
                .cacheMode(CacheMode.DIST_SYNC)
                .remoteTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        cache.clustering().hash().numOwners(copies).numSegments(SEGMENTS);
        cache.clustering().stateTransfer().timeout(JOIN.toMillis(), TimeUnit.MILLISECONDS);
        cache.clustering()
                .partitionHandling()
                .whenSplit(PartitionHandling.ALLOW_READ_WRITES)
                .mergePolicy(new Newest());
        cache.locking().lockAcquisitionTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        return cache.build();
    }

    AdvancedCache<byte[], byte[]> sessions() {
        return cache;
    }

    Confidence confidence() {
        return confidence;
    }

    private List<Address> members() {
        return manager.getMembers();
    }

    /// About how many sessions all nodes have together.
    long size() {
        long here = cache.getDataContainer().sizeIncludingExpired();
        int nodes = Math.max(1, members().size());
        return here * nodes / Math.min(copies, nodes);
    }

    @Override
    public void close() {
        watch.close();
        manager.stop();
    }
}
