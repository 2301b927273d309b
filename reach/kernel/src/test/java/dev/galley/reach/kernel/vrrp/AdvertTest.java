// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdvertTest {
    private static final InetAddress FROM = InetAddress.ofLiteral("10.0.0.2");
    private static final InetAddress GROUP = InetAddress.ofLiteral("224.0.0.18");
    private static final InetAddress FROM_6 = InetAddress.ofLiteral("fe80::2");
    private static final InetAddress GROUP_6 = InetAddress.ofLiteral("ff02::12");
    private static final Advert FOUR = new Advert(51, 100, 100, addresses("10.0.0.100"));
    private static final Advert SIX = new Advert(51, 100, 1, addresses("fe80::64", "fd00::64"));

    /// Taken off the wire of keepalived 2.2.7: `vrrp_version 3`, 10.0.0.2, router 51, 1 s.
    private static final byte[] OF_KEEPALIVED = HexFormat.of().parseHex("31336401006475720a000064");

    @Test
    void theChecksumOfRfc9568LeavesThePseudoHeaderOfIpv4Out() {
        assertThat(FOUR.encode(FROM, GROUP, false))
                .asHexString()
                .isEqualTo("31336401006460030A000064");
    }

    @Test
    void theChecksumThatKeepalivedWantsCoversIt() {
        assertThat(FOUR.encode(FROM, GROUP, true)).isEqualTo(OF_KEEPALIVED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsSentIsUnderstoodWithBothChecksums(boolean pseudoHeader) {
        assertThat(Advert.decode(FOUR.encode(FROM, GROUP, pseudoHeader), 255, FROM, GROUP))
                .isEqualTo(FOUR);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theChecksumOverIpv6AlwaysCoversThePseudoHeader(boolean pseudoHeader) {
        byte[] message = SIX.encode(FROM_6, GROUP_6, pseudoHeader);
        assertThat(Advert.decode(message, 255, FROM_6, GROUP_6)).isEqualTo(SIX);
        assertThat(Advert.decode(message, 255, FROM_6, InetAddress.ofLiteral("ff02::13")))
                .isEqualTo(Refusal.CHECKSUM);
    }

    @Test
    void whatKeepalivedSendsOverIpv6IsUnderstood() {
        byte[] message =
                HexFormat.of()
                        .parseHex(
                                "3134640200010c37fe800000000000000000000000000064"
                                        + "fd000000000000000000000000000064");
        InetAddress from = InetAddress.ofLiteral("fe80::188e:ff:fe0a:4c81");
        assertThat(Advert.decode(message, 255, from, GROUP_6))
                .isEqualTo(new Advert(52, 100, 1, SIX.addresses()));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 21, VERSION", // VRRP version 2
        "0, 32, TYPE",
        "0, 30, TYPE",
        "3, 00, LENGTH",
        "3, 02, LENGTH",
        "3, FF, LENGTH",
        "1, 34, CHECKSUM",
        "6, 00, CHECKSUM",
        "8, 0B, CHECKSUM",
    })
    void aPacketWithAWrongByteIsThrownAway(int at, String hex, Refusal refusal) {
        byte[] message = FOUR.encode(FROM, GROUP, false);
        message[at] = (byte) Integer.parseInt(hex, 16);
        assertThat(Advert.decode(message, 255, FROM, GROUP)).isEqualTo(refusal);
    }

    @Test
    void aPacketThatHasPassedARouterIsThrownAway() {
        byte[] message = FOUR.encode(FROM, GROUP, false);
        assertThat(Advert.decode(message, 254, FROM, GROUP)).isEqualTo(Refusal.TTL);
    }

    @Test
    void anIntervalOfZeroIsThrownAway() {
        byte[] message = new Advert(51, 100, 0, FOUR.addresses()).encode(FROM, GROUP, false);
        assertThat(Advert.decode(message, 255, FROM, GROUP)).isEqualTo(Refusal.INTERVAL);
    }

    @Test
    void noPacketThatIsCutShortOrGrownIsTakenForWhole() {
        byte[] message = FOUR.encode(FROM, GROUP, false);
        for (int length = 0; length < 2000; length++)
            if (length != message.length)
                assertThat(Advert.decode(Arrays.copyOf(message, length), 255, FROM, GROUP))
                        .isInstanceOf(Refusal.class);
    }

    @Test
    void theReservedBitsAreNotLookedAt() {
        byte[] message = FOUR.encode(FROM, GROUP, false);
        message[4] |= (byte) 0xF0;
        message[6] = 0x70; // 0x6003 - 0xF000, in ones' complement
        message[7] = 0x02;
        assertThat(Advert.decode(message, 255, FROM, GROUP)).isEqualTo(FOUR);
    }

    @Test
    void whateverCanBeSaidSurvivesTheWire() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 2_000; i++) {
            boolean six = random.nextBoolean();
            InetAddress from = six ? FROM_6 : FROM, to = six ? GROUP_6 : GROUP;
            Advert advert =
                    new Advert(
                            random.nextInt(1, 256),
                            random.nextInt(256),
                            random.nextInt(1, 4096),
                            random(random, six));
            byte[] message = advert.encode(from, to, random.nextBoolean());
            assertThat(message.length).isLessThanOrEqualTo(Advert.LONGEST);
            assertThat(Advert.decode(message, 255, from, to)).isEqualTo(advert);
        }
    }

    @Test
    void noMutantHarmsTheReaderAndNoSingleFlippedBitIsBelieved() {
        var random = new SplittableRandom(2);
        byte[] whole = FOUR.encode(FROM, GROUP, false);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] message = whole.clone();
            message[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Advert.decode(message, 255, FROM, GROUP)).isInstanceOf(Refusal.class);
        }
        for (int i = 0; i < 200_000; i++) {
            byte[] message = new byte[random.nextInt(64)];
            random.nextBytes(message);
            if (message.length > 0) message[0] = 0x31;
            if (message.length > 3 && random.nextBoolean())
                message[3] = (byte) ((message.length - 8) / 4);
            Heard heard = Advert.decode(message, 255, FROM, GROUP);
            if (heard instanceof Advert advert)
                assertThat(advert.addresses()).hasSize(message[3] & 0xFF);
        }
    }

    private static List<InetAddress> random(SplittableRandom random, boolean six) {
        return IntStream.range(0, random.nextInt(1, 256))
                .mapToObj(_ -> {
                    int last = random.nextInt(65536);
                    return six
                            ? InetAddress.ofLiteral("fd00::" + Integer.toHexString(last))
                            : InetAddress.ofLiteral("10.0." + last / 256 + "." + last % 256);
                })
                .toList();
    }

    private static List<InetAddress> addresses(String... literals) {
        return Arrays.stream(literals).map(InetAddress::ofLiteral).toList();
    }
}
