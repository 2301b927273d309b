// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import dev.galley.config.Cidr;
import dev.galley.config.DnsRateConfig;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/// How many like answers a network gets over UDP (Vixie, Schryver: DNS Response Rate Limiting, ISC
/// Technical Note 2012-1): who forges source addresses gets no more than that through.
///
/// A network is the first 24 bits of an IPv4 address, 56 of an IPv6 address; answers are alike if
/// they say the same of the same name. Each pair of them has a token bucket that holds one second's
/// answers, kept as the time when it will be full again (the generic cell rate algorithm, ITU-T
/// I.371), in a table of a fixed size: a pair that finds no place of its own takes the place of the
/// one that would be full first. Any thread.
final class RateLimit {
    private static final int PLACES = 1 << 16;
    private static final int PROBES = 4;
    private static final long SECOND_MICROS = 1_000_000;

    /// The upper bits of a place tell pairs apart, the lower hold the time in microseconds: 2^44
    /// are 203 days, after which the clock begins anew and limits nobody for a moment.
    private static final int TIME_BITS = 44;

    private static final long TIME = (1L << TIME_BITS) - 1;

    private final AtomicLongArray places = new AtomicLongArray(PLACES);
    private final long interval;
    private final List<Cidr> exempt;
    final int slip;

    /// @param config with a limit above 0
    RateLimit(DnsRateConfig config) {
        interval = SECOND_MICROS / config.answers();
        slip = config.slip();
        exempt = config.exempt();
    }

    /// Whether an answer may be sent; if so it is counted.
    ///
    /// @param answer a hash of what is said
    /// @param nanos the time, of no particular origin
    boolean allows(InetAddress client, byte[] address, int answer, long nanos) {
        long key = mixed(network(address) + 31L * answer);
        long now = (nanos / 1000) & TIME;
        int at = place(key, now);
        long found = places.get(at);
        boolean own = found >>> TIME_BITS == key >>> TIME_BITS;
        long full = own ? Math.max(now, found & TIME) : now;
        if (full - now > SECOND_MICROS && full - now < 2 * SECOND_MICROS) return isExempt(client);
        long next = full - now > SECOND_MICROS ? now + interval : full + interval;
        // Who loses against another thread has not counted: a little too much is sent.
        places.weakCompareAndSetPlain(at, found, (key >>> TIME_BITS << TIME_BITS) | (next & TIME));
        return true;
    }

    private int place(long key, long now) {
        int start = (int) key & (PLACES - 1), best = start;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < PROBES; i++) {
            int at = (start + i) & (PLACES - 1);
            long found = places.get(at);
            if (found >>> TIME_BITS == key >>> TIME_BITS) return at;
            long left = Math.max(0, (found & TIME) - now);
            if (left < least) {
                least = left;
                best = at;
            }
        }
        return best;
    }

    private boolean isExempt(InetAddress client) {
        for (Cidr range : exempt) if (range.contains(client)) return true;
        return false;
    }

    private static long network(byte[] address) {
        int bytes = address.length == 4 ? 3 : 7;
        long network = address.length;
        for (int i = 0; i < bytes; i++) network = (network << 8) | (address[i] & 0xFF);
        return network;
    }

    /// The finaliser of MurmurHash3.
    private static long mixed(long h) {
        long k = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        k = (k ^ (k >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return k ^ (k >>> 33);
    }
}
