// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.Address;
import dev.galley.config.AdminConfig;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
    private static final String GET = "GET /v1/status HTTP/1.1";

    private final Shop shop = new Shop();

    private AdminServer start(String token) throws IOException {
        AdminServer server =
                AdminServer.bind(new AdminConfig(new Address("127.0.0.1", 0), token), shop);
        server.serve();
        return server;
    }

    private int reload(String token, String... lines) throws IOException {
        try (AdminServer server = start(token)) {
            String[] all = new String[lines.length + 1];
            all[0] = "POST /v1/reload HTTP/1.1";
            System.arraycopy(lines, 0, all, 1, lines.length);
            return Raw.ask(server.address(), "", all).status();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:9900", "localhost", "LOCALHOST:1", "[::1]:80"})
    void withoutATokenAnAddressOrLocalhostIsServed(String host) throws IOException {
        assertThat(reload(null, "Host: " + host)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example:9900", "localhost.evil", "::1"})
    void withoutATokenANameThatWasMadeToPointHereIsNotServed(String host) throws IOException {
        assertThat(reload(null, "Host: " + host)).isEqualTo(421);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site: cross-site, 403",
        "Sec-Fetch-Site: same-site, 403",
        "Sec-Fetch-Site: same-origin, 200",
        "Sec-Fetch-Site: none, 200",
        "Origin: http://evil.example, 403",
        "Origin: null, 403",
        "Origin: http://127.0.0.1:9900, 200"
    })
    void aPageOfAnotherSiteChangesNothing(String line, int status) throws IOException {
        assertThat(reload(null, "Host: 127.0.0.1:9900", line)).isEqualTo(status);
    }

    @Test
    void whereThereIsATokenNothingGoesWithoutIt() throws IOException {
        assertThat(reload("s3cret", "Host: admin.example")).isEqualTo(401);
        assertThat(reload("s3cret", "Host: a", "Authorization: Bearer s3cre")).isEqualTo(401);
        assertThat(reload("s3cret", "Host: a", "Authorization: Basic s3cret")).isEqualTo(401);
        assertThat(reload("s3cret", "Host: a", "Authorization: Bearer s3cret")).isEqualTo(200);
    }

    @Test
    void probesNeedNoToken() throws IOException {
        try (AdminServer server = start("s3cret")) {
            assertThat(Raw.get(server.address(), "/livez").status()).isEqualTo(200);
            assertThat(Raw.get(server.address(), "/metrics").head())
                    .contains("401")
                    .containsIgnoringCase("WWW-Authenticate: Bearer");
        }
    }

    @Test
    void aNewTokenIsDemandedFromTheNextRequestOn() throws IOException {
        try (AdminServer server = start("old")) {
            server.token("new");
            Raw old = Raw.ask(server.address(), "", GET, "Host: a", "Authorization: Bearer old");
            Raw now = Raw.ask(server.address(), "", GET, "Host: a", "Authorization: Bearer new");
            assertThat(old.status()).isEqualTo(401);
            assertThat(now.status()).isEqualTo(200);
        }
    }
}
