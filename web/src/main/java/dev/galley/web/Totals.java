// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.util.Map;

/// What has been counted since the start.
///
/// @param requests finished requests
/// @param codes the same by class of their status: `2xx`; `none`: without an answer
/// @param bytesIn bytes of requests
/// @param bytesOut bytes of answers
public record Totals(
        long requests, Map<String, Long> codes, long bytesIn, long bytesOut, Durations durations) {}
