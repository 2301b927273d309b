// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

import org.jspecify.annotations.Nullable;

/// Gives a role to one node at a time. After a pause two nodes may believe that they have it: so
/// acts carry {@link Term#epoch}, and who executes them asks the {@link Fence}. Any thread.
public interface Election {
    /// Stands for a role until closed; closing returns when the lead has ended, or after 10 s.
    Listening stand(String role, Lead lead);

    /// Who has the role, as last heard; null: nobody.
    @Nullable Term holder(String role);

    /// What refuses stale acts of a role. It learns of new terms from the cluster as well as from
    /// the acts.
    Fence fence(String role);

    /// What the holder of a role does.
    interface Lead {
        /// Called on a virtual thread of its own, at most once at a time for a role. It is
        /// interrupted when the node no longer has the role, or is not sure of it, and should end
        /// soon. If it ends before, the role is given up, and the node stands for it again.
        void lead(Term term) throws InterruptedException;
    }
}
