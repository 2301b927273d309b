// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.config.Address;
import org.jspecify.annotations.Nullable;

/// One that a provider runs.
///
/// @param id by which its provider knows it
/// @param address where it listens; null: not known yet
record Instance(String id, @Nullable Address address) {}
