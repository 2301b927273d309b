// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import io.netty.buffer.ByteBuf;

/// Finds the messages of gRPC in bytes, however those are cut: `compressed u8 | length u32 |
/// message` (PROTOCOL-HTTP2.md, "Length-Prefixed-Message").
final class Deframer {
    /// Who gets the messages.
    interface Sink {
        void message(byte[] message, boolean compressed);

        /// None comes after that.
        void broken(Problem why);
    }

    private static final int HEAD = 5;

    private final Sink sink;
    private final int longest;
    private final Gathered head = new Gathered();
    private final Gathered message = new Gathered();
    private boolean headed;
    private boolean compressed;
    private boolean broken;
    private int length;

    /// @param longest message that is taken, in bytes
    Deframer(Sink sink, int longest) {
        this.sink = sink;
        this.longest = longest;
    }

    void take(ByteBuf in) {
        while (!broken && in.isReadable()) {
            if (!headed) takeHead(in);
            if (headed && !broken) takeMessage(in);
        }
    }

    private void takeHead(ByteBuf in) {
        head.add(in, Math.min(in.readableBytes(), HEAD - head.size()), HEAD);
        if (head.size() < HEAD) return;
        byte[] bytes = head.take();
        headed = true;
        compressed = bytes[0] == 1;
        length = java.nio.ByteBuffer.wrap(bytes).getInt(1);
        if (bytes[0] < 0 || bytes[0] > 1) fail("bad-request", "a message is no message of gRPC");
        else if (length < 0 || length > longest)
            fail(
                    "too-long",
                    "a message has %s bytes, %d are allowed"
                            .formatted(Integer.toUnsignedString(length), longest));
    }

    private void takeMessage(ByteBuf in) {
        message.add(in, Math.min(in.readableBytes(), length - message.size()), length);
        if (message.size() < length) return;
        headed = false;
        sink.message(message.take(), compressed);
    }

    /// How many bytes are kept for a message that has come in part.
    int gathered() {
        return message.held();
    }

    /// The body has ended.
    ///
    /// @return whether between messages
    boolean end() {
        boolean whole = !headed && head.size() == 0;
        if (!whole && !broken) fail("bad-request", "the last message is cut short");
        return whole;
    }

    private void fail(String type, String detail) {
        broken = true;
        sink.broken(Problem.refused("too-long".equals(type) ? 413 : 400, type, detail));
    }
}
