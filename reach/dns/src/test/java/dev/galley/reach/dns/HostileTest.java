// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Bytes that nobody should send: whatever they are nothing throws, and what is answered is a
/// well-formed message by a second opinion, says that it is an answer to this query, and is no
/// longer than UDP allows.
class HostileTest {
    private static final int MUTANTS = 50_000;

    private final Asked asked =
            Asked.of(
                    "web: {policy: hash, members: [\"10.0.0.1:80\", \"[2001:db8::1]:80\"]}",
                    """
                    names: {www.example.com: {pool: web, answers: 2, alpn: [h2]}},
                    rate-limit: {answers: 0},
                    zones: {example.com: {records: ["alias CNAME www", "*.wild A 10.0.0.42",
                        "sub NS ns.sub", "ns.sub A 10.0.0.99", "loop CNAME loop.wild"]}}\
                    """);

    @Test
    void damagedQueriesAreSurvived() {
        SplittableRandom random = new SplittableRandom(20_260_101);
        List<byte[]> seeds = seeds();
        for (int i = 0; i < MUTANTS; i++) check(mutant(seeds, random));
    }

    @FuzzTest
    void anyBytesAreSurvived(byte[] bytes) {
        check(Arrays.copyOf(bytes, Math.min(bytes.length, Query.LONGEST)));
    }

    @Test
    void whatTheSeedsAskIsAnswered() {
        for (byte[] seed : seeds()) {
            asked.bytes(seed);
            assertThat(asked.end).isIn(End.NOERROR, End.REFERRAL, End.NXDOMAIN, End.NODATA);
        }
    }

    private void check(byte[] query) {
        Message answer = asked.ask(query);
        if (query.length < 12 || query[2] < 0) assertThat(answer).isNull();
        if (answer == null) return;
        byte[] bytes = asked.responder.answer.bytes;
        assertThat(asked.responder.answer.length).isLessThanOrEqualTo(1232);
        assertThat(bytes[0]).isEqualTo(query[0]);
        assertThat(bytes[1]).isEqualTo(query[1]);
        assertThat(bytes[2]).isNegative();
    }

    private static byte[] mutant(List<byte[]> seeds, SplittableRandom random) {
        byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
        for (int i = random.nextInt(4); i >= 0; i--)
            switch (random.nextInt(5)) {
                case 0 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                case 1 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length + 8));
                case 3 -> bytes[(4 + random.nextInt(8)) % bytes.length] = (byte) random.nextInt(3);
                default -> {
                    byte[] other = seeds.get(random.nextInt(seeds.size()));
                    int from = random.nextInt(bytes.length);
                    int n = Math.min(bytes.length, other.length) - from;
                    if (n > 0) System.arraycopy(other, from, bytes, from, n);
                }
            }
        return bytes;
    }

    private static List<byte[]> seeds() {
        Message edns = Asked.query("www.example.com", Type.A);
        var subnet = new ClientSubnetOption(24, InetAddress.ofLiteral("198.51.100.0"));
        edns.addRecord(new OPTRecord(4096, 0, 0, 0, List.of(subnet)), Section.ADDITIONAL);
        return List.of(
                Asked.query("www.example.com", Type.A).toWire(),
                Asked.query("www.example.com", Type.SRV).toWire(),
                Asked.query("0a000001.www.example.com", Type.A).toWire(),
                Asked.query("alias.example.com", Type.HTTPS).toWire(),
                Asked.query("a.b.wild.example.com", Type.A).toWire(),
                Asked.query("loop.example.com", Type.A).toWire(),
                Asked.query("x.sub.example.com", Type.A).toWire(),
                Asked.query("nothing.example.com", Type.ANY).toWire(),
                edns.toWire());
    }
}
