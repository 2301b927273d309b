// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.cluster.farm;

/// What a well is told.
///
/// @param ledger the folder in which each well keeps account
public record Yard(String ledger) {}
