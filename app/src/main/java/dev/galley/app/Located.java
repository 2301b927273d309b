// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import dev.galley.config.Address;

/// A node that runs a module, and where it is called.
public record Located(String node, Address address) {}
