// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

/// A domain name as it is looked up: in wire format (RFC 1035, section 3.1), lower case, with where
/// its labels begin, and a hash of each suffix. Reused from query to query; one thread.
final class DomainName {
    static final int LONGEST = 255;
    private static final int LONGEST_LABEL = 63;

    /// The name, its last byte the length of the root's label: 0.
    final byte[] wire = new byte[LONGEST];

    /// How many bytes of it.
    int length;

    /// How many labels, without the root's.
    int labels;

    /// Where label i begins.
    final int[] starts = new int[LONGEST / 2 + 1];

    /// The hash of the suffix that begins with label i; of the root at `labels`.
    final int[] hashes = new int[LONGEST / 2 + 1];

    /// Reads a name that stands uncompressed in a message: a question's cannot be otherwise, since
    /// there is nothing before it to point at.
    ///
    /// @param end where the message ends
    /// @return where the name ends; -1 if it is malformed
    int read(byte[] message, int from, int end) {
        int at = from, to = 0, count = 0;
        while (true) {
            if (at >= end) return -1;
            int size = message[at++];
            if (size == 0) break;
            // Above 63 it is a pointer, or nothing (RFC 1035, section 4.1.4).
            if (size < 0 || size > LONGEST_LABEL) return -1;
            if (at + size > end || to + size + 2 > LONGEST) return -1;
            starts[count++] = to;
            wire[to++] = (byte) size;
            for (int last = at + size; at < last; at++) wire[to++] = lower(message[at]);
        }
        starts[count] = to;
        wire[to++] = 0;
        length = to;
        labels = count;
        hash();
        return at;
    }

    /// From the end to the start, since the hashes of suffixes are wanted.
    private void hash() {
        int h = 1, label = labels;
        hashes[label--] = h;
        for (int i = length - 2; i >= 0; i--) {
            h = 31 * h + wire[i];
            if (label >= 0 && i == starts[label]) hashes[label--] = h;
        }
    }

    /// Only ASCII letters have two cases (RFC 4343).
    static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }
}
