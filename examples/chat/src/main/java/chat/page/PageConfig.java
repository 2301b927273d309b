// SPDX-License-Identifier: Apache-2.0
package chat.page;

import dev.galley.config.Address;
import java.util.List;

/// What the page is told.
///
/// @param bind where it listens: at the first of these that is free, so that several processes on
///   one machine can have the same configuration
public record PageConfig(List<Address> bind) {}
