// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

/// What is answered for as a whole: a zone of the file, or a name of a pool that is in none.
final class Zone {
    /// Its name, in wire format, lower case.
    final byte[] apex;

    /// A hash of it.
    final int hash;

    /// The RDATA of its SOA record.
    final byte[] soa;

    /// In seconds.
    final int soaTtl;

    /// How long a resolver may remember that something is not there, in seconds (RFC 2308, section
    /// 3).
    final int negativeTtl;

    Zone(byte[] apex, int hash, byte[] soa, int soaTtl, int negativeTtl) {
        this.apex = apex;
        this.hash = hash;
        this.soa = soa;
        this.soaTtl = soaTtl;
        this.negativeTtl = negativeTtl;
    }
}
