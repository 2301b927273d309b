// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import dev.galley.config.DnsNameConfig;
import dev.galley.config.DnsNameConfig.AllDown;
import dev.galley.config.DnsRules;
import dev.galley.config.ZoneRecord;
import dev.galley.pool.Traffic;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Name;

/// A name that a pool answers for, and how.
final class Service {
    /// A cache line of numbers for each loop, since each counts its own turns.
    private static final int PAD = 16;

    final Source source;
    final int ttl;
    final int answers;
    final boolean servfail;

    /// The `alpn` parameter of its HTTPS records, in wire format (RFC 9460, section 7.1); empty: it
    /// has none.
    final byte[] alpn;

    /// Whether no host can have this name, as `_http._tcp`: it has no addresses.
    final boolean hostless;

    /// What the host names of its members stand below, in wire format.
    final byte[] hostsBase;

    final Traffic traffic;
    private final long[][] turns;

    /// @param random where the turns begin, lest every restart begins with the same member
    Service(
            String text,
            DnsNameConfig config,
            Source source,
            Traffic traffic,
            int loops,
            RandomGenerator random) {
        Name name = ZoneRecord.name(text).canonicalize();
        Name base = DnsRules.hostsBase(name);
        this.source = source;
        this.ttl = (int) config.ttl().toSeconds();
        this.answers = config.answers();
        this.servfail = config.allDown() == AllDown.SERVFAIL;
        this.alpn = alpn(config);
        this.hostless = name.getLabelString(0).startsWith("_");
        this.hostsBase = base.toWireCanonical();
        this.traffic = traffic;
        this.turns = new long[loops][PAD + 3];
        for (long[] own : turns)
            for (int i = PAD; i < own.length; i++) own[i] = random.nextLong() >>> 1;
    }

    /// The next turn of a loop, which is counted for each kind of answer of its own: or a pair of
    /// queries for A and AAAA would always get the same half of the members.
    long turn(int loop, int kind) {
        return turns[loop][PAD + kind]++;
    }

    private static byte[] alpn(DnsNameConfig config) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String id : config.alpn()) {
            byte[] ascii = id.getBytes(StandardCharsets.US_ASCII);
            out.write(ascii.length);
            out.writeBytes(ascii);
        }
        return out.toByteArray();
    }
}
