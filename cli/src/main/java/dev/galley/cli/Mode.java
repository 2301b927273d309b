// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import org.jspecify.annotations.Nullable;

/// What `galley run` is told beside the file; all of it is about a program of modules.
///
/// @param node which of the nodes this process is; null: the file or the environment tells
/// @param paranoid if not null, modules call each other over a bad network made by this seed
public record Mode(@Nullable String node, @Nullable Long paranoid) {
    /// Nothing.
    public static final Mode PLAIN = new Mode(null, null);
}
