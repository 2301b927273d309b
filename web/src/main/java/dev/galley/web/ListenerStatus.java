// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.util.List;
import java.util.Map;

/// A listener.
///
/// @param listener its address, as the file names it
/// @param connections open connections of clients
/// @param inFlight requests under way
/// @param retries requests tried again on another member, since the start
/// @param terminations how requests have ended, by the termination code of the access log
/// @param traffic all its requests, those included that no route took
public record ListenerStatus(
        String listener,
        long connections,
        long inFlight,
        long retries,
        Map<String, Long> terminations,
        Totals traffic,
        List<RouteStatus> routes) {}
