// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.cluster.farm;

/// What a gate is told.
///
/// @param host the address of this machine where it listens
public record Post(String host) {}
