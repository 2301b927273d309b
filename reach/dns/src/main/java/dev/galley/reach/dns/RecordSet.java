// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import java.util.List;

/// All records of one owner and type; they share their TTL (RFC 2181, section 5.2).
///
/// @param ttl in seconds
/// @param data the RDATA of each, names in it uncompressed
/// @param targets owners of addresses that belong into the additional section: the name servers of
///   an NS set; each in wire format, lower case
record RecordSet(int type, int ttl, List<byte[]> data, List<byte[]> targets) {}
