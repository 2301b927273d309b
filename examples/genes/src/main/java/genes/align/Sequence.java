// SPDX-License-Identifier: Apache-2.0
package genes.align;

/// One of a file.
///
/// @param at where it begins in the file, in bytes
/// @param letters as {@link Letters} numbers them
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and changed by nobody
record Sequence(String name, long at, byte[] letters) {}
