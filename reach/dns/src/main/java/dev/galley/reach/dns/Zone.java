// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

/// What is answered for as a whole: a zone of the file, or a name of a pool that is in none.
///
/// @param apex its name, in wire format, lower case
/// @param soa the RDATA of its SOA record
/// @param soaTtl in seconds
/// @param negativeTtl how long a resolver may remember that something is not there, in seconds (RFC
///   2308, section 3)
/// @param hash of its name
record Zone(byte[] apex, byte[] soa, int soaTtl, int negativeTtl, int hash) {}
