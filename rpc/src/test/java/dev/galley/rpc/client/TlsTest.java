// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.galley.config.Address;
import dev.galley.config.MemberTlsConfig;
import dev.galley.config.TlsConfig;
import dev.galley.net.Front;
import dev.galley.net.tls.TlsClient;
import dev.galley.net.tls.TlsServer;
import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.wire.Terms;
import dev.galley.rpc.wire.WireFace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Calls over TLS with certificates on both sides, and what is not let out in the clear.
class TlsTest {
    private final Wired wired = new Wired();

    @TempDir private Path folder;

    @AfterEach
    void end() {
        wired.close();
    }

    @Test
    void callsGoOverTlsAndWithoutACertificateTheyAreNotMade() throws Exception {
        certify();
        String cert = folder.resolve("cert.pem").toString();
        String key = folder.resolve("key.pem").toString();
        TlsConfig ofServer =
                new TlsConfig(
                        List.of(new TlsConfig.Certificate(cert, key, null)),
                        new TlsConfig.ClientCertificates(cert, true),
                        null,
                        Duration.ofSeconds(5));
        try (TlsServer tls = tls(ofServer);
                TlsClient known = client(new MemberTlsConfig(cert, null, cert, key, true));
                TlsClient stranger = client(new MemberTlsConfig(cert, null, null, null, true))) {
            Front front = new Front(List.of(), Duration.ofSeconds(5), 100, tls, "");
            Server server = new Server(wired.loops, List.of(new WireFace(Terms.of("server"))));
            AtomicReference<String> caller = new AtomicReference<>();
            server.serve(
                    new Bytes()
                            .echo(b -> {
                                caller.set(CallContext.current().caller());
                                return b;
                            })
                            .bindings());
            server.bind(new Address("127.0.0.1", 0), front);
            byte[] message = new byte[100_000];
            message[77] = 7;
            assertThat(through(known, server).call(Bytes.ECHO, message)).isEqualTo(message);
            assertThat(caller.get()).as("by the certificate").isEqualTo("localhost");
            CallException refused =
                    catchThrowableOfType(
                            CallException.class,
                            () -> through(stranger, server).call(Bytes.ECHO, message));
            assertThat(refused.stage()).isEqualTo(Stage.NOT_CONNECTED);
            assertThat(refused.canHaveExecuted()).isFalse();
            server.close();
        }
    }

    @Test
    void theNameInTheCertificateIsTheCaller() throws Exception {
        certify();
        certify("shop", "/O=Galley/CN=shop", "subjectAltName=IP:127.0.0.1");
        certify("till", "/CN=till", "subjectAltName=DNS:till.example,URI:spiffe://example/till");
        certify("desk", "/CN=desk", "subjectAltName=IP:127.0.0.1,DNS:desk.example");
        String all = "cat shop.pem till.pem desk.pem > all.pem";
        assertThat(run("sh", "-c", all)).isEmpty();
        TlsConfig asks =
                new TlsConfig(
                        List.of(new TlsConfig.Certificate(path("cert.pem"), path("key.pem"), null)),
                        new TlsConfig.ClientCertificates(path("all.pem"), true),
                        null,
                        Duration.ofSeconds(5));
        Bytes service = new Bytes().echo(b -> CallContext.current().caller().getBytes(UTF_8));
        try (TlsServer tls = tls(asks)) {
            Front front = new Front(List.of(), Duration.ofSeconds(5), 100, tls, "");
            Server server = new Server(wired.loops, List.of(new WireFace(Terms.of("server"))));
            server.serve(service.bindings()).bind(new Address("127.0.0.1", 0), front);
            assertThat(callerAs("shop", server)).isEqualTo("shop");
            assertThat(callerAs("till", server)).isEqualTo("spiffe://example/till");
            assertThat(callerAs("desk", server)).isEqualTo("desk.example");
            server.close();
        }
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    /// What the service takes a client for that shows this certificate.
    private String callerAs(String name, Server server) throws IOException {
        String cert = path(name + ".pem"), key = path(name + "-key.pem");
        try (TlsClient tls = client(new MemberTlsConfig(path("cert.pem"), null, cert, key, true))) {
            return new String(through(tls, server).call(Bytes.ECHO, new byte[0]), UTF_8);
        }
    }

    @Test
    void withoutASecretOrTlsOnlyThisMachineIsServed() {
        Server server = new Server(wired.loops, List.of(new WireFace(Terms.of("server"))));
        assertThatThrownBy(() -> server.bind(new Address("0.0.0.0", 0), Front.OPEN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("without a secret or TLS only this machine is served");
    }

    private TlsClient client(MemberTlsConfig config) throws IOException {
        return new TlsClient(config, wired.loops::afterAll);
    }

    private Client through(TlsClient tls, Server server) {
        return wired.client(new Options(Terms.of("client"), tls, 0, null), server);
    }

    private void certify() throws Exception {
        certify("cert.pem", "key.pem", "/CN=localhost", "subjectAltName=IP:127.0.0.1");
    }

    private void certify(String name, String subject, String names) throws Exception {
        certify(name + ".pem", name + "-key.pem", subject, names);
    }

    private void certify(String cert, String key, String subject, String names) throws Exception {
        run(
                ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
                                + " -keyout %s -out %s -subj %s -addext %s")
                        .formatted(key, cert, subject, names)
                        .split(" "));
    }

    private String run(String... command) throws Exception {
        Process made =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(made.getInputStream().readAllBytes(), UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
        return said;
    }

    private TlsServer tls(TlsConfig config) throws IOException {
        return Objects.requireNonNull(
                TlsServer.following(null, config, List.of(), wired.loops::afterAll));
    }
}
