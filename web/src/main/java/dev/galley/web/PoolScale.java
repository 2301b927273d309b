// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import org.jspecify.annotations.Nullable;

/// How the number of a pool's members follows its load.
///
/// @param wanted how many there are to be now
/// @param because why
/// @param min how many there are at least
/// @param max how many there are at the most
/// @param starting members that have not served yet
/// @param leaving members that are drained, or being stopped
/// @param started how many have been started, or found running
/// @param ended how many of those have been stopped, or have ended
/// @param trouble what goes wrong; null: nothing
public record PoolScale(
        int wanted,
        String because,
        int min,
        int max,
        int starting,
        int leaving,
        long started,
        long ended,
        @Nullable String trouble) {}
