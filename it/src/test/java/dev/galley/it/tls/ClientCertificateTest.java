// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that show who they are, and those that pretend to (RFC 9440).
@Needs({"openssl", "curl"})
class ClientCertificateTest {
    @TempDir Path folder;

    private final Echo backend = new Echo();
    private Authority staff;
    private Authority.Pair server;
    private Authority.Pair anna;

    @BeforeEach
    void issue() {
        staff = new Authority(folder);
        server = new Authority(folder).issue(Authority.EC, "DNS:localhost");
        anna = staff.issue(Authority.EC, "DNS:anna");
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    private Running asking(boolean required) {
        String client = "client: {ca: %s, required: %s}".formatted(staff.certificate(), required);
        return Running.before(backend.address(), Running.tls(client, server));
    }

    private static String showing(Authority.Pair pair) {
        return "-k --cert " + pair.cert() + " --key " + pair.key();
    }

    /// A certificate as the header has it.
    private static String encoded(Path pem) throws IOException {
        return Files.readString(pem).replaceAll("-----[A-Z ]+-----|\\s", "");
    }

    @Test
    void membersGetTheCertificateOfTheClient() throws IOException {
        try (Running running = asking(true)) {
            for (String version : new String[] {" --tls-max 1.2", " --tlsv1.3"})
                assertThat(running.curl(showing(anna) + version))
                        .startsWith("HTTP/1.1 200")
                        .contains("Client-cert=:" + encoded(anna.cert()) + ":\n");
        }
    }

    @Test
    void membersGetTheCertificatesBehindItInALineOfTheirOwn() throws IOException {
        Path chain = folder.resolve("chain.pem");
        Files.writeString(
                chain, Files.readString(anna.cert()) + Files.readString(staff.certificate()));
        try (Running running = asking(true)) {
            assertThat(running.curl("-k --cert " + chain + " --key " + anna.key()))
                    .contains("Client-cert=:" + encoded(anna.cert()) + ":\n")
                    .contains("Client-cert-chain=:" + encoded(staff.certificate()) + ":\n");
        }
    }

    @Test
    void aClientWithoutACertificateOrWithAForeignOneIsRefused() {
        Authority.Pair foreign = new Authority(folder).issue(Authority.EC, "DNS:eve");
        try (Running running = asking(true)) {
            assertThat(running.curl("-k")).startsWith("curl: (");
            assertThat(running.curl("-k --tls-max 1.2")).startsWith("curl: (");
            assertThat(running.curl(showing(foreign))).startsWith("curl: (");
        }
    }

    @Test
    void aClientMayGoWithoutWhereNoneIsRequired() {
        Authority.Pair foreign = new Authority(folder).issue(Authority.EC, "DNS:eve");
        try (Running running = asking(false)) {
            assertThat(running.curl("-k"))
                    .startsWith("HTTP/1.1 200")
                    .doesNotContainIgnoringCase("client-cert");
            assertThat(running.curl(showing(anna))).contains("Client-cert=:");
            assertThat(running.curl(showing(foreign))).startsWith("curl: (");
        }
    }

    @Test
    void whatAClientSaysOfItsCertificateItselfIsDropped() throws IOException {
        String forged = " -H Client-Cert:forged -H cLiENT-cERT-cHAIN:forged";
        String plain = "Client-Cert: forged\r\nClient-Cert-Chain: forged\r\n";
        try (Running optional = asking(false);
                Running open = Running.before(backend.address(), "trusted: [127.0.0.1]")) {
            assertThat(optional.curl("-k" + forged))
                    .startsWith("HTTP/1.1 200")
                    .doesNotContain("forged");
            assertThat(optional.curl(showing(anna) + forged))
                    .contains("Client-cert=:" + encoded(anna.cert()) + ":\n")
                    .doesNotContain("forged");
            assertThat(Plain.ask(open.port(), plain))
                    .startsWith("HTTP/1.1 200")
                    .doesNotContain("forged");
        }
    }
}
