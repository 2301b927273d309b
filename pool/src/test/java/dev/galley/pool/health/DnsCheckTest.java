// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DnsCheckTest {
    private static final String ADDRESS = "{type: dns, name: www.example.com, expect: 192.0.2.7}";

    private static @Nullable String run(String health, UdpPeer peer) throws IOException {
        try (peer) {
            return Checks.check(health).run(peer.address(), Checks.LONG);
        }
    }

    /// Answers with these records; each is a type and its data.
    private static byte[] answer(byte[] query, int code, String... records) {
        try {
            Message answer = new Message(query);
            answer.getHeader().setFlag(Flags.QR);
            answer.getHeader().setRcode(code);
            Name name = answer.getQuestion().getName();
            for (String record : records) {
                String[] of = record.split(" ", 2);
                answer.addRecord(
                        Record.fromString(name, Type.value(of[0]), DClass.IN, 5, of[1], Name.root),
                        Section.ANSWER);
            }
            return answer.toWire();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "A, expect: 192.0.2.7          | A 192.0.2.7   | -",
                "A, expect: 192.0.2.8          | A 192.0.2.7   | no A 192.0.2.8 of www.example.com",
                "A                             | A 192.0.2.7   | -",
                "A                             | AAAA 2001:db8::7 | no A record of www.example.com",
                "AAAA, expect: '2001:DB8:0::7' | AAAA 2001:db8::7 | -",
                "CNAME, expect: Web.Example.com | CNAME web.example.com. | -",
                "MX, expect: 10 mail.example.com. | MX 10 mail.example.com. | -",
                "TXT, expect: all is well      | TXT \"all is well\" | -",
                "TXT, expect: all is bad       | TXT \"all is well\" | no TXT all is bad of"
                        + " www.example.com"
            })
    void theValuesExpectedMustBeAmongTheAnswers(String rest, String record, String reason)
            throws IOException {
        String health = "{type: dns, name: www.example.com, record: " + rest + "}";
        assertThat(run(health, new UdpPeer(query -> answer(query, 0, record)))).isEqualTo(reason);
    }

    @Test
    void eachValueMustBeThere() throws IOException {
        String health = "{type: dns, name: example.com, expect: [192.0.2.7, 192.0.2.8]}";
        assertThat(run(health, new UdpPeer(q -> answer(q, 0, "A 192.0.2.8", "A 192.0.2.7"))))
                .isNull();
        assertThat(run(health, new UdpPeer(q -> answer(q, 0, "A 192.0.2.7"))))
                .isEqualTo("no A 192.0.2.8 of example.com");
    }

    @ParameterizedTest
    @CsvSource({"2, SERVFAIL", "3, NXDOMAIN", "5, REFUSED"})
    void anErrorIsNamed(int code, String name) throws IOException {
        assertThat(run(ADDRESS, new UdpPeer(query -> answer(query, code, "A 192.0.2.7"))))
                .isEqualTo(name + " for www.example.com");
    }

    @Test
    void anAnswerToAnotherQueryAndAQueryAreDown() throws IOException {
        UdpPeer other =
                new UdpPeer(query -> {
                    byte[] answer = answer(query, 0, "A 192.0.2.7");
                    answer[0] ^= 1;
                    return answer;
                });
        assertThat(run(ADDRESS, other)).isEqualTo("not an answer to the query");
        assertThat(run(ADDRESS, new UdpPeer(query -> query)))
                .isEqualTo("not an answer to the query");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 11, 12, 40, 512, 8000})
    void nonsenseOfAnyLengthIsNamed(int length) throws IOException {
        byte[] noise = new byte[length];
        Random random = new Random(length);
        for (int i = 0; i < 50; i++) {
            random.nextBytes(noise);
            UdpPeer mad =
                    new UdpPeer(query -> {
                        if (length > 0) noise[0] = (byte) ~query[0];
                        return noise;
                    });
            assertThat(run(ADDRESS, mad)).startsWith("not an answer");
        }
    }

    /// The header is right, so that the parser gets to see the rest.
    @Test
    void aBrokenAnswerIsNamed() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            UdpPeer mad =
                    new UdpPeer(query -> {
                        byte[] answer = answer(query, 0, "A 192.0.2.8", "MX 5 x.", "TXT \"x\"");
                        for (int flips = 0; flips < 3; flips++)
                            answer[4 + random.nextInt(answer.length - 4)] = (byte) random.nextInt();
                        return answer;
                    });
            assertThat(run(ADDRESS, mad)).matches("not an answer of DNS|no A .*");
        }
    }

    @Test
    void aTruncatedAnswerIsAskedForAgainByTcp() throws IOException {
        try (Peer tcp = new Peer(DnsCheckTest::answerByTcp);
                UdpPeer udp = new UdpPeer(tcp.address().getPort(), DnsCheckTest::truncated)) {
            assertThat(Checks.check(ADDRESS).run(udp.address(), Checks.LONG)).isNull();
        }
    }

    private static byte[] truncated(byte[] query) {
        byte[] answer = answer(query, 0);
        answer[2] |= 2;
        assertThat(header(answer).getFlag(Flags.TC)).isTrue();
        return answer;
    }

    private static Header header(byte[] message) {
        try {
            return new Header(message);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void answerByTcp(Peer.Line line) throws IOException {
        var in = line.socket().getInputStream();
        byte[] query = in.readNBytes(in.read() << 8 | in.read());
        byte[] answer = answer(query, 0, "A 192.0.2.7");
        line.out().write(answer.length >> 8);
        line.out().write(answer.length);
        line.out().write(answer);
    }

    @Test
    void afterATruncatedAnswerTheSameDeadlineHolds() throws IOException {
        try (Peer tcp = new Peer(Peer.Line::untilClosed);
                UdpPeer udp = new UdpPeer(tcp.address().getPort(), DnsCheckTest::truncated)) {
            assertThat(Checks.check(ADDRESS).run(udp.address(), Checks.SHORT))
                    .isEqualTo("timed out after 200ms");
        }
    }

    @Test
    void aServerThatIsNotThereOrHangsIsDown() throws IOException {
        assertThat(Checks.check(ADDRESS).run(Checks.closedPort(), Checks.LONG))
                .isEqualTo("port unreachable");
        try (UdpPeer silent = new UdpPeer(_ -> null)) {
            assertThat(Checks.check(ADDRESS).run(silent.address(), Checks.SHORT))
                    .isEqualTo("timed out after 200ms");
        }
    }
}
