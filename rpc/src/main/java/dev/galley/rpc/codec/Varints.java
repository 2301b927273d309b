// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

/// Base 128 varints.
final class Varints {
    private Varints() {}

    /// How many bytes `value` takes, 1 to 10: a seventh of its bits, rounded up.
    static int length(long value) {
        return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
    }
}
