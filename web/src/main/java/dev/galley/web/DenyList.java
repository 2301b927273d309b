// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The deny list, some of it.
///
/// @param size how many sources are denied
public record DenyList(int size, List<DeniedSource> sources) {
    /// A source that is denied.
    ///
    /// @param source an address, or a range of them
    /// @param secondsLeft null: as long as Galley runs
    public record DeniedSource(String source, @Nullable Double secondsLeft) {}

    /// What a change of the list came to.
    ///
    /// @param changed how many sources it was about
    /// @param size how many are denied now
    public record Changed(int changed, int size) {}
}
