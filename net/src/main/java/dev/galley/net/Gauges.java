// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import java.util.Map;

/// A listener at one moment.
///
/// @param connections open connections of clients
/// @param requests requests under way
/// @param retries what was tried again on another member, so far
/// @param ends how often requests, connections or queries have ended so far, by the code of the end
public record Gauges(long connections, long requests, long retries, Map<String, Long> ends) {}
