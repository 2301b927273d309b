// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.time.Duration;

/// What the admin API sees and does of the cluster that this process is a node of. Called from many
/// threads; what changes something waits for the cluster, 10 s at the most.
public interface ClusterControl {
    ClusterStatus status();

    /// Has the modules of a node run elsewhere, and gives it none any more; returns before that is
    /// done.
    ///
    /// @throws Refused 404 if there is no such node, 409 if a module could run nowhere else, 503 if
    ///   the cluster does not answer
    void drain(String node) throws Refused;

    /// Lets a drained node have modules again.
    ///
    /// @throws Refused 404 if it is neither a member nor drained, 503 if the cluster does not
    ///   answer
    void enable(String node) throws Refused;

    /// Has a module run on so many nodes, in place of what the file says.
    ///
    /// @param replicas 0 to 1000
    /// @throws Refused 404 if there is no such module, 409 if it can't be so many or its load says
    ///   how many, 503 if the cluster does not answer
    void scale(String module, int replicas) throws Refused;

    /// The pools that the nodes have agreed on.
    ///
    /// @throws Refused 404 if there are none, 503 if the cluster does not answer
    ClusterPools pools() throws Refused;

    /// Has all nodes take pools, in the place of those of their files.
    ///
    /// @param file that has them and nothing else, by an absolute path on the node that is asked
    /// @throws Refused 422 if it is not good beside that node's own file, or others may write it;
    ///   409 if somebody else was faster, 503 if the cluster does not answer
    ClusterPools pools(String file) throws Refused;

    /// Has them take an earlier version again, as the next one.
    ///
    /// @throws Refused as {@link #pools(String)}, and 404 if it is not kept
    ClusterPools poolsBack(long version) throws Refused;

    /// The last upgrade.
    ///
    /// @throws Refused 404 if there has been none
    UpgradeStatus upgrade() throws Refused;

    /// Begins to upgrade all nodes, one after the other; returns before that is done.
    ///
    /// @param file the new configuration, by an absolute path, the same on all nodes
    /// @param jar the new Galley, likewise; empty: the one that runs
    /// @param watch how long each node is watched before the next one goes
    /// @throws Refused 409 if there is one under way, 422 if a path is none, 503 if the cluster
    ///   does not answer
    UpgradeStatus upgrade(String file, String jar, Duration watch) throws Refused;

    /// Has what was upgraded so far go back.
    ///
    /// @throws Refused 409 if there is no upgrade under way, 503 if the cluster does not answer
    UpgradeStatus abortUpgrade() throws Refused;
}
