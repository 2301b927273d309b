// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

/// Galley's own framing, in numbers; docs/wire.md has it in words. All numbers are big-endian.
///
///     length u32 | type u8 | flags u8 | stream u32 | payload of that length
final class Format {
    /// What a client sends first. No HTTP method and no TLS record begins with 0x89; the line ends
    /// show whoever changes them (as in RFC 2083, section 3.1).
    static final byte[] PREFACE = {(byte) 0x89, 'G', 'L', 'Y', '\r', '\n', 0x1A, '\n'};

    /// The highest version spoken here.
    static final int VERSION = 1;

    /// Of every frame.
    static final int HEADER = 10;

    /// The longest payload of a frame of the greeting.
    static final int LONGEST_GREETING = 1024;

    /// The longest payload of a frame that carries no message.
    static final int LONGEST_CONTROL = 16 * 1024;

    /// The longest part of a CALL that is not the message.
    static final int LONGEST_HEAD = 64 * 1024;

    /// The longest message, or part of one, in a frame.
    static final int LONGEST_PART = 64 * 1024;

    /// What a message takes of the room for its call beside its bytes: a stream of empty ones takes
    /// memory, too.
    static final int OVERHEAD = 64;

    /// Methods that a connection may declare.
    static final int METHODS = 4096;

    static final int HELLO = 1;
    static final int PROOF = 2;
    static final int METHOD = 3;
    static final int CALL = 4;
    static final int MESSAGE = 5;
    static final int END = 6;
    static final int FAIL = 7;
    static final int CANCEL = 8;
    static final int WINDOW = 9;
    static final int PING = 10;
    static final int PONG = 11;
    static final int GOAWAY = 12;
    static final int LONG = 13;

    /// Of CALL, LONG and MESSAGE: this side sends no more.
    static final int LAST = 1;

    /// Of CALL, LONG and MESSAGE: the message is compressed.
    static final int COMPRESSED = 2;

    /// Of CALL: it has a message.
    static final int WITH_MESSAGE = 4;

    /// Of types to come: who does not know the type skips the frame.
    static final int IGNORABLE = 0x80;

    private Format() {}

    /// The longest payload of a frame of this type.
    static int longest(int type) {
        return switch (type) {
            case CALL -> LONGEST_HEAD + LONGEST_PART;
            case MESSAGE -> LONGEST_PART;
            default -> LONGEST_CONTROL;
        };
    }
}
