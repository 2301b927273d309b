// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is wanted of a module.
///
/// @param replicas on how many nodes it is to run; {@link #EVERYWHERE}: on all that it may be on
/// @param singleton whether two of it must never run at once; then `replicas` is 1
/// @param on the labels that its nodes must have
/// @param spread the label whose values are to have equal shares of the replicas; a wish, which
///   comes after all the rest
/// @param apart modules of the same word are never on one node; null: it does not mind
/// @param bounds of `replicas`, whoever says them beside the file; null: there are none
public record Wanted(
        String module,
        int replicas,
        boolean singleton,
        Map<String, String> on,
        String spread,
        @Nullable String apart,
        @Nullable Bounds bounds) {
    public static final int EVERYWHERE = Integer.MAX_VALUE;

    /// How often a module runs at least and at the most.
    ///
    /// @param byLoad whether its load says how often within them, and nobody else
    public record Bounds(int min, int max, boolean byLoad) {
        public boolean allow(int replicas) {
            return replicas >= min && replicas <= max;
        }
    }

    /// One that may be given any number.
    public Wanted(
            String module,
            int replicas,
            boolean singleton,
            Map<String, String> on,
            String spread,
            @Nullable String apart) {
        this(module, replicas, singleton, on, spread, apart, null);
    }

    public Wanted {
        on = Map.copyOf(on);
        if (replicas < 0) throw new IllegalArgumentException(module + ": replicas is below 0");
        if (singleton && replicas > 1)
            throw new IllegalArgumentException(module + ": a singleton has 1 replica");
    }

    /// So often, within the bounds.
    Wanted times(int number) {
        int bounded = bounds == null ? number : Math.clamp(number, bounds.min, bounds.max);
        return new Wanted(module, bounded, singleton, on, spread, apart, bounds);
    }

    /// Whether a node can have it, as far as its labels go.
    boolean allows(Node node) {
        return node.labels().entrySet().containsAll(on.entrySet());
    }
}
