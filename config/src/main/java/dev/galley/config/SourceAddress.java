// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// The address that members see a relayed connection come from.
public enum SourceAddress {
    /// Galley's own, as its host chooses it.
    OWN,
    /// The client's. Linux lets root do so (IP_TRANSPARENT); what members answer must be routed
    /// through Galley's host.
    CLIENT
}
