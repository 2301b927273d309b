// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A redirect that speaks TLS.
@Needs({"openssl", "curl"})
class RedirectTest {
    @TempDir Path folder;
    private Running running;
    private Authority authority;

    @BeforeEach
    void start() {
        authority = new Authority(folder);
        String tls = Running.tls("", authority.issue(Authority.EC, "DNS:localhost"));
        running =
                Running.whole(
                        """
                        pools:
                          web:
                            members: [{address: "10.0.0.1:443", public: "https://a.example.com"}]
                            persistence: cookie
                        listeners:
                          - bind: "127.0.0.1:0"
                            via: redirect
                            routes: [{pool: web}]
                            %s
                        """
                                .formatted(tls));
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private String ask(String options) {
        return running.curl("--cacert " + authority.certificate() + options);
    }

    @Test
    void aClientIsSentToTheMemberWithACookieForTlsAlone() {
        assertThat(ask(""))
                .startsWith("HTTP/1.1 302")
                .containsIgnoringCase("location: https://a.example.com/\r\n")
                .containsPattern("(?i)set-cookie: .*; Secure");
        assertThat(Plain.ask(running.port(), "")).startsWith("HTTP/1.1 400");
    }

    @Test
    void aClientThatWouldComeBackForEverIsToldSo() {
        assertThat(ask(" -H Host:a.example.com")).startsWith("HTTP/1.1 508");
        assertThat(ask(" -H Host:b.example.com")).startsWith("HTTP/1.1 302");
    }
}
