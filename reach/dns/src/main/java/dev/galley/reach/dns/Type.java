// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

/// The numbers of the IANA's registry of DNS parameters that answers are made with.
final class Type {
    static final int A = 1;
    static final int NS = 2;
    static final int CNAME = 5;
    static final int SOA = 6;
    static final int HINFO = 13;
    static final int AAAA = 28;
    static final int SRV = 33;
    static final int OPT = 41;
    static final int HTTPS = 65;

    /// The first of the types that only queries have; ANY, the last of them, is special.
    static final int FIRST_META = 249;

    static final int ANY = 255;

    /// The class of the Internet.
    static final int IN = 1;

    private Type() {}
}
