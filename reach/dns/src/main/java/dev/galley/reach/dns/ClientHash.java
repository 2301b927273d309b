// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

/// What a policy that hashes by source is given for a query: the client's subnet, if the resolver
/// tells it (RFC 7871), else the resolver's own address. Who lies about it gets another member, and
/// nothing else. FNV-1a over the bytes, mixed by the finaliser of MurmurHash3.
final class ClientHash {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private ClientHash() {}

    static long of(Query query, byte[] client) {
        return bits(query) == 0
                ? hash(client, 0, client.length)
                : hash(query.message, query.subnet + 4, query.subnet + query.subnetLength);
    }

    /// How many bits of the client's address the resolver tells; 0: none, and the answer holds for
    /// all of its clients.
    static int bits(Query query) {
        return query.subnet == 0 ? 0 : query.message[query.subnet + 2] & 0xFF;
    }

    private static long hash(byte[] bytes, int from, int to) {
        long h = OFFSET;
        for (int i = from; i < to; i++) h = (h ^ (bytes[i] & 0xFF)) * PRIME;
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}
