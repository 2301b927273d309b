// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

/// How many there are to be, and why.
///
/// @param because in a few words
public record Decision(int wanted, String because) {}
