// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import org.jspecify.annotations.Nullable;

/// An entry of a list that must not stand there twice.
public interface Identified {
    /// What no other entry of the list may have; null: nothing.
    @Nullable Object identity();
}
