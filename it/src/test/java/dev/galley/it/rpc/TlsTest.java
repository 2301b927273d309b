// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.TlsConfig;
import dev.galley.net.Front;
import dev.galley.net.tls.TlsServer;
import dev.galley.rpc.wire.Terms;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same calls over TLS, where ALPN settles the version of HTTP.
@Needs({"openssl", "curl", "protoc"})
class TlsTest {
    @TempDir Path folder;

    private static String run(String command) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
        return shell.inputReader().readAllAsString();
    }

    private Front front() throws Exception {
        Path cert = folder.resolve("cert.pem"), key = folder.resolve("key.pem");
        run(
                "openssl req -x509 -nodes -days 9 -newkey rsa:2048 -subj /CN=localhost"
                        + " -addext subjectAltName=DNS:localhost -keyout %s -out %s"
                                .formatted(key, cert));
        var certificate = new TlsConfig.Certificate(cert.toString(), key.toString(), null);
        var config = new TlsConfig(List.of(certificate), null, null, Duration.ofSeconds(5));
        TlsServer tls = TlsServer.following(null, config, List.of("h2", "http/1.1"), Runnable::run);
        return new Front(List.of(), Duration.ofSeconds(5), 100, tls, "");
    }

    @Test
    void curlAndGrpcCallOverTls() throws Exception {
        Front front = front();
        try (TlsServer _ = front.tls();
                Faces faces = new Faces(new EchoInMemory(), Terms.of("s"), 10, front)) {
            for (String version : List.of("--http1.1 ", "--http2 "))
                assertThat(run(curl(version, faces.port())))
                        .isEqualTo("{} " + version.substring(6).strip());
            ManagedChannel channel =
                    NettyChannelBuilder.forAddress("localhost", faces.port())
                            .sslContext(
                                    GrpcSslContexts.forClient()
                                            .trustManager(folder.resolve("cert.pem").toFile())
                                            .build())
                            .build();
            GrpcCalls.stock = new Stock(folder);
            assertThat(GrpcCalls.call(channel, "last", "name: 'ann'", CallOptions.DEFAULT))
                    .isEmpty();
            channel.shutdownNow();
        }
    }

    private String curl(String version, int port) {
        return "curl -s %s --cacert %s --json '{\"name\":\"ann\"}' -w ' %%{http_version}'"
                        .formatted(version, folder.resolve("cert.pem"))
                + " https://localhost:%d/Echo/last".formatted(port);
    }
}
