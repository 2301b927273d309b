// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.replicated;

import java.nio.ByteBuffer;
import org.infinispan.AdvancedCache;
import org.infinispan.commons.CacheException;
import org.infinispan.distribution.LocalizedCacheTopology;
import org.infinispan.remoting.transport.Address;
import org.infinispan.topology.CacheTopology;

/// Asks another node whether it still counts on this one, by a write that it has to decide on: it
/// refuses one of a node whose idea of who has what is not its own.
final class Probe {
    private static final int TRIES = 10_000;

    private final AdvancedCache<byte[], byte[]> cache;

    Probe(AdvancedCache<byte[], byte[]> cache) {
        this.cache = cache;
    }

    /// Whether this node sees no other one.
    boolean alone() {
        return topology().getMembersSet().size() < 2
                && cache.getCacheManager().getMembers().size() < 2;
    }

    /// Whether nodes that have met again still compare what they have. Meanwhile all of them own
    /// it, also those that have missed what the others did, and accept writes of each other.
    boolean compares() {
        return topology().getPhase() == CacheTopology.Phase.CONFLICT_RESOLUTION;
    }

    /// Whether another one has accepted a write. Waits for it, some seconds at the most.
    boolean answered() {
        byte[] key = elsewhere();
        if (key == null) return false;
        try {
            // For ever: a write to an entry whose time is over waits until that is removed, which
            // waits for a topology that may not be there yet.
            cache.put(key, Stored.ended(1));
            return !isHere(key);
        } catch (CacheException | IllegalStateException e) {
            return false;
        }
    }

    /// A key that another node decides on, and that no session has: ids begin otherwise.
    private byte @org.jspecify.annotations.Nullable [] elsewhere() {
        for (int i = 0; i < TRIES; i++) {
            byte[] key = ByteBuffer.allocate(1 + Integer.BYTES).put((byte) 0).putInt(i).array();
            if (!isHere(key)) return key;
        }
        return null;
    }

    private boolean isHere(byte[] key) {
        LocalizedCacheTopology topology = topology();
        Object stored = cache.getKeyDataConversion().toStorage(key);
        Address primary = topology.getDistribution(stored).primary();
        return primary == null || primary.equals(topology.getLocalAddress());
    }

    private LocalizedCacheTopology topology() {
        return cache.getDistributionManager().getCacheTopology();
    }
}
