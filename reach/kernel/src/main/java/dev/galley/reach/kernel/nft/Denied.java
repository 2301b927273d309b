// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import dev.galley.config.Cidr;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A source that is kept away.
///
/// @param until null: as long as Galley runs
public record Denied(Cidr source, @Nullable Instant until) {
    /// As people write it: an address without a length.
    @Override
    public String toString() {
        return Length.text(source);
    }
}
