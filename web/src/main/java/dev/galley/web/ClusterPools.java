// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.time.Instant;
import java.util.List;

/// The pools that the nodes of a cluster have agreed on, in the place of those of their files.
///
/// @param version the newest
/// @param text what it says, as a file would
/// @param versions those that are kept, the newest first
public record ClusterPools(long version, String text, List<PoolsVersion> versions) {
    public ClusterPools {
        versions = List.copyOf(versions);
    }

    /// A version.
    ///
    /// @param author the node that was asked for it
    public record PoolsVersion(long version, String author, Instant written) {}
}
