// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The frames that are written as they are, one class each.
final class Frames {
    private Frames() {}

    /// A message of a call.
    static final class Message extends Outgoing {
        private final WireStream of;
        private final byte[] bytes;
        private final int offset;
        private final int length;
        private final int flags;

        Message(WireStream of, byte[] bytes, int offset, int length, int flags) {
            this.of = of;
            this.bytes = bytes;
            this.offset = offset;
            this.length = length;
            this.flags = flags;
        }

        @Override
        int size() {
            return Format.HEADER + length;
        }

        @Override
        boolean isOver() {
            return of.whyOver() != null;
        }

        @Override
        void write(Connection to) {
            if (of.isOpen() && !of.queues(this))
                LongMessage.write(of, bytes, offset, length, flags);
        }
    }

    /// The end of what one side sends, after its last message.
    static final class End extends Outgoing {
        private final WireStream of;

        End(WireStream of) {
            this.of = of;
        }

        @Override
        int size() {
            return Format.HEADER;
        }

        @Override
        boolean isOver() {
            return of.whyOver() != null;
        }

        @Override
        void write(Connection to) {
            if (!of.isOpen() || of.queues(this)) return;
            to.batch().header(Format.END, 0, of.id, 0);
            of.sent(0, true);
        }
    }

    /// Room for more messages of a call.
    static final class Window extends Outgoing {
        private final WireStream of;
        private final int bytes;

        Window(WireStream of, int bytes) {
            this.of = of;
            this.bytes = bytes;
        }

        @Override
        int size() {
            return Format.HEADER + 4;
        }

        @Override
        boolean isOver() {
            return of.whyOver() != null;
        }

        @Override
        void write(Connection to) {
            if (!of.isOpen()) return;
            of.granted(bytes);
            to.batch().header(Format.WINDOW, 0, of.id, 4);
            to.batch().room(4).writeInt(bytes);
        }
    }

    /// A call that failed at the server.
    static final class Fail extends Outgoing {
        private static final int LONGEST_MESSAGE = 8 * 1024;

        private final WireStream of;
        private final Failure why;

        Fail(WireStream of, Failure why) {
            this.of = of;
            this.why = why;
        }

        @Override
        int size() {
            return Format.HEADER + 128;
        }

        @Override
        boolean isOver() {
            return of.whyOver() != null;
        }

        @Override
        void write(Connection to) {
            if (!of.isOpen()) return;
            byte[] type = cut(why.type(), 255), message = cut(why.message(), LONGEST_MESSAGE);
            to.batch().header(Format.FAIL, 0, of.id, 2 + type.length + message.length);
            to.batch().room(2).writeByte(Stages.code(why.stage())).writeByte(type.length);
            to.batch().bytes(type);
            to.batch().bytes(message);
            of.failed(why);
        }

        private static byte[] cut(String text, int most) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
        }
    }
}
