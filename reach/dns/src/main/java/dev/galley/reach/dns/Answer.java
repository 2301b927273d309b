// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import java.util.Arrays;

/// An answer, as it is written: header, the question as it was asked (resolvers compare its case),
/// records. Reused from query to query; one thread.
final class Answer {
    /// The length of a message over TCP has 16 bits.
    static final int LONGEST = 65_535;

    private static final int HEADER = 12;
    private static final int QR = 0x8000, AA = 0x0400, TC = 0x0200, RD = 0x0100, OPCODE = 0x7800;
    private static final int POINTER = 0xC000;

    /// OPT: the root's name, TYPE, CLASS, TTL, RDLENGTH.
    private static final int OPT_BYTES = 11;

    private static final int CLIENT_SUBNET = 8;

    /// What a pointer can reach (RFC 1035, section 4.1.4).
    private static final int REACH = 0x4000;

    byte[] bytes = new byte[2048];

    /// How many bytes of it; 0: nothing is to be sent.
    int length;

    private int limit;
    private int end;
    private int answers, authorities, additionals;
    private boolean authoritative;
    private boolean truncated;

    /// How far the answer holds for others than the client's subnet, in bits; 0: for all.
    int scope;

    /// Begins the answer.
    ///
    /// @param most how long it may be
    void begin(Query query, int most) {
        int question = query.questionEnd;
        System.arraycopy(query.message, HEADER, bytes, HEADER, question - HEADER);
        length = question;
        end = question;
        answers = 0;
        authorities = 0;
        additionals = 0;
        authoritative = false;
        truncated = false;
        scope = 0;
        int options = query.edns ? OPT_BYTES + (query.subnet == 0 ? 0 : 4 + query.subnetLength) : 0;
        limit = most - options;
    }

    /// Ours is the last word on the name.
    void authoritative() {
        authoritative = true;
    }

    /// Whether what is needed did not fit.
    boolean truncated() {
        return truncated;
    }

    /// A pointer to the part of the question's name that begins with its byte `at`.
    static int inQuestion(int at) {
        return POINTER | (HEADER + at);
    }

    /// The owner of a record: a pointer to its name.
    ///
    /// @return where the RDATA begins, below 0 if the record does not fit
    private int record(int owner, int type, int ttl, int size) {
        if (length + 12 + size > limit) return -1;
        grow(12 + size);
        u16(owner);
        u16(type);
        u16(Type.IN);
        u32(ttl);
        u16(size);
        return length;
    }

    /// An address record in the answer section.
    void address(int owner, int type, int ttl, byte[] address) {
        int at = record(owner, type, ttl, address.length);
        if (at < 0) {
            truncated = true;
            return;
        }
        copy(address);
        answers++;
    }

    /// A record in the answer section.
    ///
    /// @return where its RDATA begins; below 0: it did not fit
    int answer(int owner, int type, int ttl, byte[] data) {
        int at = record(owner, type, ttl, data.length);
        if (at < 0) truncated = true;
        else {
            copy(data);
            answers++;
        }
        return at;
    }

    /// A record in the authority section.
    void authority(int owner, int type, int ttl, byte[] data) {
        if (record(owner, type, ttl, data.length) < 0) {
            truncated = true;
            return;
        }
        copy(data);
        authorities++;
    }

    /// A record in the additional section, if there is room.
    ///
    /// @param owner in wire format
    void additional(byte[] owner, int type, int ttl, byte[] data) {
        if (truncated || length + owner.length + 10 + data.length > limit) return;
        grow(owner.length + 10 + data.length);
        copy(owner);
        u16(type);
        u16(Type.IN);
        u32(ttl);
        u16(data.length);
        copy(data);
        additionals++;
    }

    /// A pointer to a name that was written at `at`; 0 if none can reach it.
    static int pointer(int at) {
        return at < REACH ? POINTER | at : 0;
    }

    /// Ends the answer. One that did not fit has nothing but the question, and TC.
    void finish(Query query, int rcode, int ownPayload) {
        if (truncated) empty();
        if (query.edns) options(query, rcode, ownPayload);
        int flags = (query.flags() & (RD | OPCODE)) | QR | (rcode & 0xF);
        if (authoritative) flags |= AA;
        if (truncated) flags |= TC;
        int all = length;
        length = 0;
        u16(query.id());
        u16(flags);
        u16(end > HEADER ? 1 : 0);
        u16(answers);
        u16(authorities);
        u16(additionals);
        length = all;
    }

    /// Nothing but the question is left of it, and it says that there is more over TCP.
    void truncate() {
        truncated = true;
    }

    private void empty() {
        length = end;
        answers = 0;
        authorities = 0;
        additionals = 0;
    }

    /// The options that we know, echoed (RFC 6891, section 6.1.1; RFC 7871, section 7.2.1).
    private void options(Query query, int rcode, int ownPayload) {
        boolean subnet = query.subnet != 0;
        grow(OPT_BYTES + 4 + query.subnetLength);
        bytes[length++] = 0;
        u16(Type.OPT);
        u16(ownPayload);
        u32(rcode >> 4 << 24);
        u16(subnet ? 4 + query.subnetLength : 0);
        if (subnet) {
            u16(CLIENT_SUBNET);
            u16(query.subnetLength);
            System.arraycopy(query.message, query.subnet, bytes, length, query.subnetLength);
            bytes[length + 3] = (byte) scope;
            length += query.subnetLength;
        }
        additionals++;
    }

    private void grow(int more) {
        int needed = length + more;
        if (needed > bytes.length)
            bytes = Arrays.copyOf(bytes, Math.min(2 * LONGEST, Math.max(needed, 2 * bytes.length)));
    }

    private void copy(byte[] from) {
        System.arraycopy(from, 0, bytes, length, from.length);
        length += from.length;
    }

    private void u16(int value) {
        bytes[length++] = (byte) (value >> 8);
        bytes[length++] = (byte) value;
    }

    private void u32(int value) {
        u16(value >> 16);
        u16(value);
    }
}
