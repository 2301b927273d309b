// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

import java.util.Map;

/// What the nodes of a cluster agree on, as one of them sees it. Any thread but a loop.
public interface Coordination extends AutoCloseable {
    Membership membership();

    Election election();

    Registry registry();

    Settings settings();

    /// What those who operate it want to know, in words: `{role: voter, session: 100a...}`.
    Map<String, String> facts();

    /// Leaves: gives up roles, withdraws what is offered, and is no member any more.
    @Override
    void close();
}
