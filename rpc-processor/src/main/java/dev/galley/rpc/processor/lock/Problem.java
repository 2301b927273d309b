// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.lock;

import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/// A change that a running peer would not understand.
///
/// @param where null: nowhere in the sources
public record Problem(@Nullable Element where, String sentence) {}
