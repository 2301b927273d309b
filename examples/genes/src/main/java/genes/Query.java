// SPDX-License-Identifier: Apache-2.0
package genes;

/// A sequence that is looked for.
///
/// @param letters A, C, G and T; any other letter is like none
public record Query(String name, String letters) {}
