// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The checks `dns` and `udp` and a real Knot.
@Needs("knotd")
class DnsTest {
    @TempDir Path folder;
    private Program knot;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(
                folder.resolve("zone"),
                """
                $TTL 60
                @ SOA ns admin 1 60 60 60 60
                @ NS ns
                ns A 127.0.0.1
                www A 192.0.2.7
                www A 192.0.2.8
                www AAAA 2001:db8::7
                alias CNAME www
                @ MX 10 Mail
                big TXT "%s" "%s" "%s"
                big TXT "all is well"
                """
                        .formatted("a".repeat(250), "b".repeat(250), "c".repeat(250)));
        int port = Ports.free();
        Path config =
                Files.writeString(
                        folder.resolve("config"),
                        """
                        server:
                            listen: 127.0.0.1@%1$d
                            rundir: %2$s
                        database:
                            storage: %2$s
                        zone:
                          - domain: example.com
                            file: %2$s/zone
                        """
                                .formatted(port, folder));
        knot = new Program(folder, port, "knotd", "-c", config.toString());
    }

    @AfterEach
    void stop() {
        knot.close();
    }

    private String check(String settings) {
        return Checked.check("{type: dns, name: " + settings + "}", knot.address());
    }

    @Test
    void oneThatServesIsUpAndOneThatHangsOrDiedIsDown() throws Exception {
        Checked.followsItsFate("{type: dns, name: www.example.com}", knot);
    }

    @Test
    void theAnswersAreCompared() {
        assertThat(check("www.example.com, expect: 192.0.2.8")).isNull();
        assertThat(check("www.example.com, expect: [192.0.2.7, 192.0.2.8]")).isNull();
        assertThat(check("www.example.com, expect: 192.0.2.9"))
                .isEqualTo("no A 192.0.2.9 of www.example.com");
        assertThat(check("WWW.example.com., record: AAAA, expect: '2001:db8::7'")).isNull();
        assertThat(check("alias.example.com, record: CNAME, expect: www.example.com")).isNull();
        assertThat(check("alias.example.com, expect: 192.0.2.7")).isNull();
        assertThat(check("example.com, record: MX, expect: 10 mail.example.com.")).isNull();
        assertThat(check("example.com")).isEqualTo("no A record of example.com");
    }

    @Test
    void anErrorIsNamed() {
        assertThat(check("no.example.com")).isEqualTo("NXDOMAIN for no.example.com");
        assertThat(check("example.org")).isEqualTo("REFUSED for example.org");
    }

    @Test
    void anAnswerThatIsTooLongForUdpComesByTcp() {
        assertThat(check("big.example.com, record: TXT, expect: all is well")).isNull();
    }

    /// What any protocol over UDP is checked by: here the bytes of a query (RFC 1035 section 4.1).
    @Test
    void theCheckByUdpFollowsARealServerToo() throws Exception {
        String question = "03777777076578616d706c6503636f6d0000010001";
        String send = "hex:1234" + "00000001000000000000" + question;
        String udp = "{type: udp, send: '%s', expect: '%s'}";
        String refused = udp.formatted(send, "hex:12348405");
        assertThat(Checked.check(refused, knot.address()))
                .startsWith("the answer does not contain");
        Checked.followsItsFate(udp.formatted(send, "hex:12348400"), knot);
    }
}
