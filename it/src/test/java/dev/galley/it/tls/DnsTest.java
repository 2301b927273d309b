// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// DNS over TLS (RFC 7858).
@Needs({"openssl", "kdig"})
class DnsTest {
    @TempDir Path folder;

    private static String yaml(String more, Authority.Pair pair) {
        return """
        pools: {web: {members: ["192.0.2.7:80"]}}
        listeners:
          - bind: "127.0.0.1:0"
            via: dns
            names: {www.example.com: {pool: web}}
            %s
        """
                .formatted(Running.tls(more, pair));
    }

    private static String kdig(Running dns, String options) {
        return Program.run(
                "kdig @127.0.0.1 -p %d +timeout=5 +retry=0 %s www.example.com"
                        .formatted(dns.port(), options));
    }

    @Test
    void queriesAreAnsweredToWhoVerifiesTheServer() {
        Authority authority = new Authority(folder);
        Authority.Pair pair = authority.issue(Authority.EC, "DNS:dns.example.com");
        try (Running dns = Running.whole(yaml("", pair))) {
            String verifying = "+tls-ca=" + authority.certificate();
            assertThat(kdig(dns, verifying + " +tls-hostname=dns.example.com"))
                    .contains("(TLS1.3)")
                    .contains("status: NOERROR", "192.0.2.7");
            assertThat(kdig(dns, verifying + " +tls-hostname=other.example.com"))
                    .doesNotContain("192.0.2.7");
            assertThat(kdig(dns, "+tls +keepopen www.example.com A www.example.com A"))
                    .containsSubsequence("192.0.2.7", "192.0.2.7", "192.0.2.7");
            assertThat(dns.client("-alpn dot")).contains("ALPN protocol: dot");
            assertThat(kdig(dns, "+tcp")).doesNotContain("192.0.2.7");
        }
    }

    @Test
    void aReloadTakesOtherCertificates() throws Exception {
        Authority authority = new Authority(folder);
        Authority.Pair ecdsa = authority.issue(Authority.EC, "DNS:dns.example.com");
        Authority.Pair rsa = authority.issue(Authority.RSA, "DNS:dns.example.com");
        try (Running dns = Running.whole(yaml("", ecdsa))) {
            assertThat(dns.client("")).contains("Peer signature type: ECDSA");
            dns.reload(yaml("", rsa));
            assertThat(dns.client("")).contains("Peer signature type: RSA-PSS");
            assertThat(kdig(dns, "+tls")).contains("192.0.2.7");
        }
    }
}
