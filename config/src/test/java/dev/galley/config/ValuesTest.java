// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "512, 512",
        "512B, 512",
        "64KiB, 65536",
        "1MiB, 1048576",
        "2GiB, 2147483648",
        "1TiB, 1099511627776"
    })
    void aSizeIsBytesTimesItsUnit(String text, long bytes) {
        assertThat(Size.parse(text).bytes()).isEqualTo(bytes);
    }

    @Test
    void aSizeBeyondALongIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Size.parse("8388608TiB"));
        assertThat(Size.parse("8388607TiB").bytes()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.11:8080, 10.0.0.11, 8080",
        "[::1]:80, ::1, 80",
        "web.internal:1, web.internal, 1",
        "my_service:1, my_service, 1",
        ":0, '', 0"
    })
    void anAddressIsAHostAndAPortAndPrintsAsItWasWritten(String text, String host, int port) {
        Address address = Address.parse(text);
        assertThat(address).isEqualTo(new Address(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "256.0.0.1:80",
                "10.1:80",
                "010.0.0.1:80",
                "1.2.3.4.5:80",
                "[::1::]:80",
                "a:65536"
            })
    void anAddressThatIsNoneIsRefusedAndNeverLookedUp(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Address.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
        "10.0.0.128/25, 10.0.0.127, false",
        "0.0.0.0/0, 1.2.3.4, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fdff::1, true",
        "::1, ::1, true",
        "::1, ::2, false"
    })
    void aRangeHoldsTheAddressesThatShareItsPrefix(String range, String address, boolean held) {
        assertThat(Cidr.parse(range).contains(InetAddress.ofLiteral(address))).isEqualTo(held);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, true", "127.9.9.9, true", "::1, true", "localhost, true"})
    @CsvSource({"'', false", "0.0.0.0, false", "::, false", "10.0.0.1, false", "web, false"})
    void onlyThisMachineReachesLoopback(String host, boolean loopback) {
        assertThat(new Address(host, 1).isLoopback()).isEqualTo(loopback);
    }

    @Test
    void aRecordMadeInCodeHoldsItselfToItsLimits() {
        Address address = new Address("a", 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MemberConfig(address, 1001, 1, null, java.time.Duration.ZERO))
                .withMessage("weight must be 0 to 1000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PolicyConfig.LeastLoad("X Load"))
                .withMessage("header must be a header name, such as X-Load");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RespondConfig(200, java.util.Map.of("X-A", "a\nb"), ""))
                .withMessageStartingWith("headers must be a header value");
    }
}
