// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import dev.galley.net.tls.TlsClient;
import dev.galley.rpc.wire.Terms;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a client reaches a pool.
///
/// @param terms of its connections
/// @param tls null: none is spoken
/// @param connections to a member at the most; each on a loop of its own, and opened when those
///   before are busy; 0: as many as there are loops
/// @param hedge after so long without an answer an idempotent call is also made to another member,
///   if the pool's retry budget allows; null: never
public record Options(
        Terms terms, @Nullable TlsClient tls, int connections, @Nullable Duration hedge) {
    /// No TLS, no hedging.
    public static Options of(Terms terms) {
        return new Options(terms, null, 0, null);
    }

    /// The same, with hedging.
    public Options withHedge(Duration after) {
        return new Options(terms, tls, connections, after);
    }

    /// The same, with so many connections to a member.
    public Options withConnections(int most) {
        return new Options(terms, tls, most, hedge);
    }
}
