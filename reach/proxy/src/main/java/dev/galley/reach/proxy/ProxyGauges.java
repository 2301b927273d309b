// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import java.util.Map;

/// A listener at one moment.
///
/// @param connections open connections of clients
/// @param requests requests under way
/// @param retries requests that were tried again on another member, so far
/// @param terminations how requests have ended, so far
public record ProxyGauges(
        long connections, long requests, long retries, Map<Termination, Long> terminations) {}
