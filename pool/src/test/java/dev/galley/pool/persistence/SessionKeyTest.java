// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class SessionKeyTest {
    @Test
    void addressesOfTheSamePrefixAreTheSameKey() {
        assertThat(key("10.1.2.3", 24, 64)).isEqualTo(key("10.1.2.250", 24, 64));
        assertThat(key("10.1.2.3", 24, 64)).isNotEqualTo(key("10.1.3.3", 24, 64));
        assertThat(key("10.1.2.3", 32, 64)).isNotEqualTo(key("10.1.2.2", 32, 64));
        assertThat(key("2001:db8::1", 32, 64)).isEqualTo(key("2001:db8::ffff:1", 32, 64));
        assertThat(key("2001:db8::1", 32, 128)).isNotEqualTo(key("2001:db8::2", 32, 128));
        assertThat(key("2001:db8:1::1", 32, 32)).isEqualTo(key("2001:db8:2::1", 32, 32));
        assertThat(key("2001:db8::f0", 32, 124)).isEqualTo(key("2001:db8::ff", 32, 124));
    }

    @Test
    void anOperatorSeesTheAddressOrTheBeginningOfAHash() {
        assertThat(key("10.1.2.3", 32, 64)).hasToString("10.1.2.3");
        assertThat(key("10.1.2.3", 24, 64)).hasToString("10.1.2.0");
        assertThat(key("2001:db8::1", 32, 64)).hasToString("2001:db8:0:0:0:0:0:0");
        byte[] id = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        SipHash hash = new SipHash(1, 2);
        assertThat(SessionKey.of(hash.of(id, 0, 16)).toString()).matches("#[0-9a-f]{16}");
        assertThat(SessionKey.of(hash.of(id, 0, 16)))
                .isNotEqualTo(SessionKey.of(hash.of(id, 0, 15)));
    }

    private static SessionKey key(String address, int ipv4, int ipv6) {
        return SessionKey.of(InetAddress.ofLiteral(address), ipv4, ipv6);
    }
}
