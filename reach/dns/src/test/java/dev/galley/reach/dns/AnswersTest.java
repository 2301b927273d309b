// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// What is answered to which question (RFC 1034, 1035, 2308, 4592, 6891, 8482).
class AnswersTest {
    private static final String SOA = "example.com. 60 SOA example.com. hostmaster.example.com.";

    private final Asked asked =
            Asked.of(
                    "web: {members: [\"10.0.0.1:80\", \"[2001:db8::1]:80\"]}",
                    """
                    names: {www.example.com: {pool: web, ttl: 5s}, own.example.org: web},
                    zones: {example.com: {records: [
                        "@ NS ns1", "ns1 A 10.0.0.53", "@ MX 10 mail", "mail 300 A 10.0.0.25",
                        "alias CNAME www", "far CNAME www.example.net.", "lost CNAME nothing",
                        "a.b.deep TXT hello", "*.wild A 10.0.0.42", "loop1 CNAME loop2",
                        "loop2 CNAME loop1", "sub NS ns.sub", "ns.sub A 10.0.0.99"]}}\
                    """);

    @Test
    void aPoolsNameIsAnsweredByItsMembersOfTheFamily() {
        assertThat(asked.answers("www.example.com", Type.A))
                .containsExactly("www.example.com. 5 A 10.0.0.1");
        assertThat(asked.answers("www.example.com", Type.AAAA))
                .containsExactly("www.example.com. 5 AAAA 2001:db8:0:0:0:0:0:1");
    }

    @Test
    void theAnswerIsAuthoritativeAndDoesNotOfferRecursion() {
        Message answer = asked.ask("www.example.com", Type.A);
        assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(answer.getHeader().getFlag(Flags.RD)).isTrue();
        assertThat(answer.getHeader().getFlag(Flags.RA)).isFalse();
        assertThat(answer.getHeader().getID()).isEqualTo(0x1234);
    }

    @Test
    void theQuestionsCaseIsKeptAndDoesNotMatter() {
        byte[] answer = asked.bytes(Asked.query("wWw.ExAmPlE.cOm", Type.A).toWire());
        assertThat(new String(answer, StandardCharsets.ISO_8859_1))
                .contains("\u0003wWw\u0007ExAmPlE\u0003cOm");
        assertThat(asked.end).isEqualTo(End.NOERROR);
    }

    @Test
    void aNameThatIsNotThereIsDeniedWithTheZonesSoa() {
        Message answer = asked.ask("nope.example.com", Type.A);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(Asked.texts(answer, Section.AUTHORITY)).singleElement().asString().contains(SOA);
    }

    @Test
    void aTypeThatIsNotThereIsNoErrorWithTheZonesSoa() {
        Message answer = asked.ask("www.example.com", Type.TXT);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        assertThat(Asked.texts(answer, Section.AUTHORITY)).singleElement().asString().contains(SOA);
    }

    @Test
    void aNameWithNothingButNamesBelowItIsThere() {
        assertThat(asked.ask("b.deep.example.com", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(asked.answers("a.b.deep.example.com", Type.TXT)).hasSize(1);
    }

    @Test
    void aNameInNoZoneIsAZoneOfItsOwn() {
        assertThat(asked.answers("own.example.org", Type.SOA)).hasSize(1);
        assertThat(asked.ask("below.own.example.org", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(asked.ask("example.org", Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void anAliasIsFollowedToThePool() {
        assertThat(asked.answers("alias.example.com", Type.A))
                .containsExactly(
                        "alias.example.com. 3600 CNAME www.example.com.",
                        "www.example.com. 5 A 10.0.0.1");
    }

    @Test
    void anAliasIsFollowedNoFurtherThanOurOwnZones() {
        assertThat(asked.answers("far.example.com", Type.A))
                .containsExactly("far.example.com. 3600 CNAME www.example.net.");
    }

    @Test
    void anAliasOfANameThatIsNotThereIsDenied() {
        Message answer = asked.ask("lost.example.com", Type.A);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(answer.getSection(Section.ANSWER)).hasSize(1);
        assertThat(Asked.texts(answer, Section.AUTHORITY)).singleElement().asString().contains(SOA);
    }

    @Test
    void aliasesInACircleEnd() {
        assertThat(asked.answers("loop1.example.com", Type.A)).hasSizeLessThan(10);
    }

    @Test
    void aWildcardAnswersForAllNamesBelowIt() {
        assertThat(asked.answers("any.thing.wild.example.com", Type.A))
                .containsExactly("any.thing.wild.example.com. 3600 A 10.0.0.42");
    }

    @Test
    void aDelegatedZoneIsReferredTo() {
        Message answer = asked.ask("www.sub.example.com", Type.A);
        assertThat(answer.getHeader().getFlag(Flags.AA)).isFalse();
        assertThat(Asked.texts(answer, Section.AUTHORITY))
                .containsExactly("sub.example.com. 3600 NS ns.sub.example.com.");
        assertThat(Asked.texts(answer, Section.ADDITIONAL))
                .containsExactly("ns.sub.example.com. 3600 A 10.0.0.99");
    }

    @Test
    void anyIsAnsweredMinimally() {
        assertThat(asked.data("www.example.com", Type.ANY)).containsExactly("\"RFC8482\" \"\"");
    }

    @Test
    void whatIsNotOursIsRefused() {
        assertThat(asked.ask("www.example.net", Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(asked.ask("example.com", Type.AXFR).getRcode()).isEqualTo(Rcode.REFUSED);
        Record chaos = Record.newRecord(Asked.name("version.bind"), Type.TXT, DClass.CH);
        assertThat(asked.ask(Message.newQuery(chaos)).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void anotherOpcodeIsNotImplemented() {
        Message update = Asked.query("www.example.com", Type.A);
        update.getHeader().setOpcode(Opcode.UPDATE);
        assertThat(asked.ask(update).getRcode()).isEqualTo(Rcode.NOTIMP);
    }

    @Test
    void anAnswerIsNeverAnswered() {
        Message answer = Asked.query("www.example.com", Type.A);
        answer.getHeader().setFlag(Flags.QR);
        assertThat(asked.ask(answer)).isNull();
    }

    @Test
    void twoQuestionsAreMalformed() {
        Message two = Asked.query("www.example.com", Type.A);
        two.addRecord(
                Record.newRecord(Asked.name("example.com"), Type.A, DClass.IN), Section.QUESTION);
        assertThat(asked.ask(two).getRcode()).isEqualTo(Rcode.FORMERR);
    }

    @Test
    void anUnknownVersionOfEdnsIsSaidToBe() {
        Message query = Asked.query("www.example.com", Type.A);
        query.addRecord(new OPTRecord(4096, 0, 1), Section.ADDITIONAL);
        Message answer = asked.ask(query);
        assertThat(answer.getRcode()).isEqualTo(Rcode.BADVERS);
        assertThat(answer.getOPT().getVersion()).isZero();
        assertThat(answer.getOPT().getPayloadSize()).isEqualTo(1232);
    }

    @Test
    void anAnswerWithoutEdnsHasNone() {
        assertThat(asked.ask("www.example.com", Type.A).getOPT()).isNull();
    }

    @Test
    void whatIsTooLongForUdpIsTruncatedAndWholeOverTcp() {
        Asked many = many();
        Message cut = many.ask("www.example.com", Type.A);
        assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(cut.getSection(Section.ANSWER)).isEmpty();
        assertThat(many.end).isEqualTo(End.TRUNCATED);
        many.udp = false;
        Message whole = many.ask("www.example.com", Type.A);
        assertThat(whole.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(whole.getSection(Section.ANSWER)).hasSize(100);
    }

    @Test
    void aClientThatTakesMoreOverUdpGetsNoMoreThanIsConfigured() {
        Asked many = many();
        Message query = Asked.query("www.example.com", Type.A);
        query.addRecord(new OPTRecord(65_000, 0, 0), Section.ADDITIONAL);
        assertThat(many.ask(query).getHeader().getFlag(Flags.TC)).isTrue();
        Message some = Asked.query("some.example.com", Type.A);
        assertThat(many.ask(some).getHeader().getFlag(Flags.TC)).isTrue();
        some.addRecord(new OPTRecord(65_000, 0, 0), Section.ADDITIONAL);
        assertThat(many.ask(some).getSection(Section.ANSWER)).hasSize(50);
    }

    private static Asked many() {
        String all = addresses("www", 100) + ", " + addresses("some", 50);
        return Asked.of("", "zones: {example.com: {records: [" + all + "]}}");
    }

    private static String addresses(String owner, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + owner + " A 10.0.0." + i + "\"")
                .collect(Collectors.joining(", "));
    }
}
