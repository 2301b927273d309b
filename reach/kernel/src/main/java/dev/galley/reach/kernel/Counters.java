// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

/// What the kernel has counted of a destination since it was added.
///
/// @param bytesIn from clients
/// @param bytesOut to clients, where answers come through this machine; else 0
public record Counters(long connections, long bytesIn, long bytesOut) {
    static final Counters ZERO = new Counters(0, 0, 0);

    /// What has come since `before`; all of it if the kernel has begun anew.
    Counters since(Counters before) {
        boolean anew =
                connections < before.connections
                        || bytesIn < before.bytesIn
                        || bytesOut < before.bytesOut;
        return anew
                ? this
                : new Counters(
                        connections - before.connections,
                        bytesIn - before.bytesIn,
                        bytesOut - before.bytesOut);
    }

    Counters plus(Counters more) {
        return new Counters(
                connections + more.connections, bytesIn + more.bytesIn, bytesOut + more.bytesOut);
    }
}
