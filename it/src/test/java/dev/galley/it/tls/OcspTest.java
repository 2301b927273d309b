// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Needs("openssl")
class OcspTest {
    @Test
    void theRespondersAnswerIsStapled(@TempDir Path folder) {
        Authority authority = new Authority(folder);
        Authority.Pair pair = authority.issue(Authority.EC, "DNS:localhost");
        String certificate =
                "tls: {certificates: [{cert: %s, key: %s, ocsp: %s}]}"
                        .formatted(pair.cert(), pair.key(), authority.ocsp(pair));
        try (Running running = Running.before("127.0.0.1:1", certificate)) {
            for (String version : new String[] {"-tls1_2", "-tls1_3"})
                assertThat(running.client(version + " -status"))
                        .contains("OCSP Response Status: successful")
                        .contains("Cert Status: good");
            assertThat(running.client("-tls1_3")).doesNotContain("OCSP Response Status");
        }
    }
}
