// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.util.List;

/// An upgrade of all nodes, as one of them sees it.
///
/// @param id no other upgrade has it
/// @param number rises whenever something is agreed on
/// @param phase `checking`, `moving`, `back`; or how it ended: `done`, `refused`, `rolled-back`,
///   `stopped`
/// @param over whether it has ended
/// @param turn the node whose turn it is; empty: nobody's
/// @param step how far that is: `asked`, `leaving` or `watched`; empty: nobody's turn
/// @param why it is refused, goes back or has stopped; empty: it goes well
/// @param file the new configuration
/// @param jar the new Galley; empty: the one that runs
/// @param watchSeconds how long each node is watched
/// @param nodes the members
public record UpgradeStatus(
        String id,
        long number,
        String phase,
        boolean over,
        String turn,
        String step,
        String why,
        String file,
        String jar,
        double watchSeconds,
        List<ProcessStatus> nodes) {
    /// What a node runs.
    ///
    /// @param version of its Galley
    /// @param upgraded whether it runs the new version
    /// @param unready why it is not ready; empty: it is, or nobody has asked
    /// @param admin where its admin API is
    public record ProcessStatus(
            String node,
            String version,
            String file,
            boolean upgraded,
            String unready,
            String admin) {}
}
