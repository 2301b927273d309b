// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

import dev.galley.rpc.codec.Codec;

/// A method of a service, as both sides of the wire know it.
///
/// @param service the service's name on the wire
/// @param name of the method
/// @param id the number that stands for the name on Galley's own wire, unique in the service, from
///   1; pinned by the lock file
/// @param idempotent whether it may be executed twice
/// @param request codec of the message that holds the parameters; of a stream, one element
/// @param response codec of the message that holds the result; of a stream, one element
public record Method<Q, R>(
        String service,
        String name,
        int id,
        Kind kind,
        boolean idempotent,
        Codec<Q> request,
        Codec<R> response) {
    /// `Service/method`, as in URLs, logs and metrics.
    @Override
    public String toString() {
        return service + "/" + name;
    }
}
