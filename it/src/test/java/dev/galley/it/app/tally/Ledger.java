// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app.tally;

/// What the module is told.
///
/// @param folder which all processes see
public record Ledger(String folder) {}
