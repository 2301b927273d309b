// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.util.List;

/// Which member has which session.
///
/// @param pools those that bring clients back
public record Sessions(List<PoolSessions> pools) {
    /// A pool's sessions, some of them.
    public record PoolSessions(String pool, SessionTotals totals, List<SessionStatus> sessions) {}

    /// A session.
    ///
    /// @param key the client's address, or `#` and the beginning of what the session's id hashes
    ///   to: ids are credentials, and are not kept
    /// @param idleSeconds since its last request
    public record SessionStatus(String key, String member, double idleSeconds) {}
}
