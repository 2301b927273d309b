// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

/// A message that goes in parts, between which others have their turns. Belongs to the loop.
final class LongMessage {
    private final int stream;
    private final byte[] bytes;
    private final int end;
    private int at;
    final int length;
    final boolean last;

    private LongMessage(int stream, byte[] bytes, int offset, int length, boolean last) {
        this.stream = stream;
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
        this.length = length;
        this.last = last;
    }

    /// Writes a message, or, if it is long, that it comes.
    ///
    /// @param flags as of MESSAGE
    static void write(WireStream of, byte[] bytes, int offset, int length, int flags) {
        Batch out = of.connection.batch();
        boolean last = (flags & Format.LAST) != 0;
        if (length > Format.LONGEST_PART) {
            out.header(Format.LONG, flags, of.id, 4);
            out.room(4).writeInt(length);
            of.goes(new LongMessage(of.id, bytes, offset, length, last));
        } else {
            out.header(Format.MESSAGE, flags, of.id, length);
            out.bytes(bytes, offset, length);
            of.sent(length, last);
        }
    }

    /// Writes a part.
    ///
    /// @return whether it was the last
    boolean writePart(Batch out) {
        int count = Math.min(Format.LONGEST_PART, end - at);
        out.header(Format.MESSAGE, 0, stream, count);
        out.bytes(bytes, at, count);
        at += count;
        return at == end;
    }
}
