// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.time.Instant;
import java.util.List;

/// How the configuration file was last read.
///
/// @param success whether it serves now; if not, the one before it does
/// @param at when it was read
/// @param lastSuccess when the one that serves was read
/// @param errors what was wrong with it; empty on success
public record Reload(boolean success, Instant at, Instant lastSuccess, List<String> errors) {}
