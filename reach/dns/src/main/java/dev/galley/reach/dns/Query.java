// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import org.jspecify.annotations.Nullable;

/// A query, read from its message (RFC 1035, section 4.1) into the fields of an object that is
/// reused; one thread. Reading throws nothing and ends, whatever the bytes are.
final class Query {
    static final int HEADER = 12;

    /// How long a query may be; even with cookies and padding they are far below.
    static final int LONGEST = 1024;

    /// RD, to be copied, and the OPCODE.
    private static final int QR = 0x8000, OPCODE = 0x7800;

    private static final int RECORD_FIXED = 10;
    private static final int CLIENT_SUBNET = 8;

    /// The least that an answer over UDP may be long (RFC 1035, section 4.2.1).
    private static final int LEAST_PAYLOAD = 512;

    byte[] message = {};
    private int end;

    final DomainName name = new DomainName();
    int type;
    int class_;

    /// Where the question ends.
    int questionEnd;

    /// Whether there is an OPT record (RFC 6891); the answer has one then.
    boolean edns;

    /// How long an answer over UDP the client takes.
    int payload;

    /// Where the client subnet option (RFC 7871) begins, behind code and length; 0: there is none.
    int subnet;

    int subnetLength;

    /// Reads a message; what it does not come to is as of a query without it.
    ///
    /// @return null if it is a query to be answered; [End#IGNORED] if there must be no answer
    @Nullable End read(byte[] bytes, int length) {
        message = bytes;
        end = length;
        questionEnd = HEADER;
        edns = false;
        payload = LEAST_PAYLOAD;
        subnet = 0;
        // An answer to an answer would go round for ever.
        if (length < HEADER || (flags() & QR) != 0) return End.IGNORED;
        if ((flags() & OPCODE) != 0) return End.NOTIMP;
        if (u16(4) != 1 || u16(6) != 0) return End.FORMERR;
        int at = name.read(bytes, HEADER, length);
        if (at < 0 || at + 4 > length) return End.FORMERR;
        type = u16(at);
        class_ = u16(at + 2);
        questionEnd = at + 4;
        return records();
    }

    int id() {
        return u16(0);
    }

    int flags() {
        return u16(2);
    }

    /// What follows the question: an OPT record perhaps, others mean nothing in a query.
    private @Nullable End records() {
        int at = questionEnd;
        int authority = u16(8), all = authority + u16(10);
        End found = null;
        for (int i = 0; i < all && found == null; i++) {
            boolean rootName = at < end && message[at] == 0;
            at = skipName(at);
            if (at < 0 || at + RECORD_FIXED > end) return End.FORMERR;
            int next = at + RECORD_FIXED + u16(at + 8);
            if (next > end) return End.FORMERR;
            if (u16(at) == Type.OPT) found = options(at, next, rootName && i >= authority);
            at = next;
        }
        return found == null && at != end ? End.FORMERR : found;
    }

    private @Nullable End options(int at, int next, boolean inPlace) {
        if (edns || !inPlace) return End.FORMERR;
        edns = true;
        payload = Math.max(LEAST_PAYLOAD, u16(at + 2));
        // The class is the payload; the TTL is RCODE, VERSION and flags (section 6.1.3).
        if (message[at + 5] != 0) return End.BADVERS;
        for (int i = at + RECORD_FIXED; i < next; ) {
            if (i + 4 > next) return End.FORMERR;
            int code = u16(i), length = u16(i + 2);
            if (i + 4 + length > next) return End.FORMERR;
            if (code == CLIENT_SUBNET && !clientSubnet(i + 4, length)) return End.FORMERR;
            i += 4 + length;
        }
        return null;
    }

    /// FAMILY, SOURCE and SCOPE PREFIX-LENGTH, and as many bytes of the address as the prefix
    /// needs, the bits behind it 0 (RFC 7871, section 6).
    private boolean clientSubnet(int at, int length) {
        if (length < 4 || subnet != 0) return false;
        int family = u16(at), prefix = message[at + 2] & 0xFF;
        // Family 0 says nothing: dig sends it for no subnet at all.
        if (family == 0) return prefix == 0 && length == 4;
        int bits = family == 1 ? 32 : family == 2 ? 128 : -1;
        if (prefix > bits || message[at + 3] != 0) return false;
        if (length != 4 + (prefix + 7) / 8) return false;
        int spare = -prefix & 7;
        if (spare > 0 && (message[at + length - 1] & ((1 << spare) - 1)) != 0) return false;
        subnet = at;
        subnetLength = length;
        return true;
    }

    /// Over a name that may end in a pointer.
    private int skipName(int from) {
        int at = from;
        while (at < end) {
            int size = message[at] & 0xFF;
            if (size == 0) return at + 1;
            if (size >= 0xC0) return at + 2;
            if (size >= 0x40) return -1;
            at += 1 + size;
        }
        return -1;
    }

    private int u16(int at) {
        return ((message[at] & 0xFF) << 8) | (message[at + 1] & 0xFF);
    }
}
