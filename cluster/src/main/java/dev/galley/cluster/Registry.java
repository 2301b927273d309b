// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

import java.util.List;
import java.util.function.Consumer;

/// Which services are offered where. Never waits; any thread.
public interface Registry {
    /// Offers a service as long as this node is a member, until closed; a node that was lost and
    /// has come back offers it again.
    Offer offer(Instance instance);

    /// All that is offered, as last heard, in no order; immutable. Without any word from the
    /// cluster it stays as it was.
    List<Instance> instances();

    /// From now on told all that is offered: as it is, and after each change; called as {@link
    /// Membership#listen}.
    Listening listen(Consumer<List<Instance>> listener);

    /// What this node offers.
    interface Offer extends Listening {
        /// Offers this in its place, without a gap.
        void replace(Instance instance);
    }
}
