// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.galley.config.Address;
import dev.galley.config.Config;
import dev.galley.net.Front;
import dev.galley.net.Loops;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import dev.galley.rpc.http.Http1Face;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.wire.Secret;
import dev.galley.rpc.wire.Terms;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What nodes say to each other where others listen.
class SecuredTest {
    @TempDir private Path folder;

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void certify() throws Exception {
        String command =
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
                        + " -keyout key.pem -out cert.pem -subj /CN=node"
                        + " -addext subjectAltName=IP:127.0.0.1";
        Process made =
                new ProcessBuilder(command.split(" "))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
    }

    @Test
    void nodesSpeakTlsAndTakeNobodyWithoutACertificate() throws Exception {
        certify();
        try (Town town = new Town(folder, "people", "mail", "office")) {
            town.secured(file("cert.pem"), file("key.pem")).start().story().happens();
            town.callWith(null);
            CallException refused =
                    catchThrowableOfType(CallException.class, () -> town.people().find("ann"));
            assertThat(refused.stage()).isEqualTo(Stage.NOT_CONNECTED);
        }
    }

    @Test
    void aCertificateThatCannotBeReadIsToldWithItsPlace() throws Exception {
        String yaml = Town.file(folder, "  tls: {cert: none.pem, key: none.key, ca: none.pem}\n");
        Path config = folder.resolve("galley.yaml");
        Files.writeString(config, yaml);
        assertThatThrownBy(() -> Config.load(config))
                .hasMessageContaining("galley.yaml:6:8: app.tls")
                .hasMessageContaining("none.pem");
    }

    @Test
    void theSecretIsNotTakenInTheClearFromOtherMachinesUnlessThatIsSaid() throws Exception {
        String own = ownAddress();
        assumeThat(own).as("an address that is not loopback").isNotEmpty();
        assertThat(call(own, false)).contains("secret-in-the-clear", "over TLS only");
        assertThat(call("127.0.0.1", false)).contains("unknown-method");
        assertThat(call(own, true)).contains("unknown-method");
    }

    private static String call(String host, boolean clear) throws Exception {
        Terms terms =
                Terms.of("server")
                        .withSecret(new Secret(Town.WORD.getBytes(StandardCharsets.UTF_8)));
        try (Loops loops = Loops.start(1);
                Server server = new Server(loops, List.of(new Http1Face(terms, clear)));
                HttpClient client = HttpClient.newHttpClient()) {
            server.bind(new Address(host, 0), Front.OPEN);
            URI uri = URI.create("http://" + host + ":" + server.address().getPort() + "/A/b");
            HttpRequest request =
                    HttpRequest.newBuilder(uri)
                            .header("Authorization", "Bearer " + Town.WORD)
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    /// Empty: there is none.
    private static String ownAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
                .map(a -> a.getHostAddress())
                .findFirst()
                .orElse("");
    }
}
