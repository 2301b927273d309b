// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

/// What a message may cost whoever reads it.
///
/// @param depth of messages within messages; of objects and arrays, in JSON
/// @param length of a message, in bytes
/// @param elements of all lists, sets and maps of a message together
public record Limits(int depth, int length, int elements) {
    public static final Limits DEFAULT = new Limits(64, 4 << 20, 1 << 20);
}
