// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Ports;
import dev.galley.it.net.Soon;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TLS that is passed through, to a pool by the name that the client asks for.
class NamedTest {
    /// The hello of a real client.
    ///
    /// @param name empty: none is asked for
    static byte[] hello(String name) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        if (!name.isEmpty()) parameters.setServerNames(List.of(new SNIHostName(name)));
        engine.setSSLParameters(parameters);
        var out = java.nio.ByteBuffer.allocate(32 * 1024);
        engine.wrap(java.nio.ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static Relayed relay(String listener, Peer... peers) {
        return Relayed.of(
                """
                pools:
                  shop: {members: ["%s"]}
                  all: {members: ["%s"]}
                listeners:
                  - bind: 127.0.0.1:0
                    via: relay
                    routes:
                      - {match: {sni: [Shop.example.com, "*.shop.example.com"]}, pool: shop}
                      %s
                """
                        .formatted(peers[0].address(), peers[1].address(), listener));
    }

    private static String greeted(Relayed relay, byte[]... parts) throws IOException {
        try (Socket client = relay.client()) {
            client.setTcpNoDelay(true);
            for (byte[] part : parts) client.getOutputStream().write(part);
            client.shutdownOutput();
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /// Says its name, and then back what it got.
    private static Peer named(String name) {
        return Peer.doing(socket -> {
            byte[] got = socket.getInputStream().readAllBytes();
            OutputStream out = socket.getOutputStream();
            out.write(
                    (name + " " + HexFormat.of().formatHex(got)).getBytes(StandardCharsets.UTF_8));
        });
    }

    private static String reply(String name, byte[] hello) {
        return name + " " + HexFormat.of().formatHex(hello);
    }

    @Test
    void theNameDecidesOnThePoolAndTheHelloIsPassedOnAsItCame() throws Exception {
        try (Peer shop = named("shop");
                Peer all = named("all");
                Relayed relay = relay("- pool: all", shop, all)) {
            for (String name :
                    List.of("shop.example.com", "SHOP.example.COM", "a.b.shop.example.com")) {
                byte[] hello = hello(name);
                assertThat(greeted(relay, hello)).isEqualTo(reply("shop", hello));
            }
            for (String name : List.of("", "other.example.com", "notshop.example.com")) {
                byte[] hello = hello(name);
                assertThat(greeted(relay, hello)).isEqualTo(reply("all", hello));
            }
            // A session is counted when it is over, which its client may learn first.
            Soon.until(() -> relay.open() == 0);
            assertThat(relay.way().routes())
                    .extracting(route -> route.traffic().totals().requests())
                    .containsExactly(3L, 3L);
        }
    }

    @Test
    void withoutARouteThereIsNoConnection() throws Exception {
        try (Peer shop = named("shop");
                Peer all = named("all");
                Relayed relay = relay("", shop, all)) {
            assertThat(cut(relay, hello("other.example.com"))).isTrue();
            Soon.until(() -> relay.ends("PR") == 1);
            assertThat(shop.served() + all.served()).isZero();
        }
    }

    /// Whether the relay closes without a byte; it may well be by a reset.
    private static boolean cut(Relayed relay, byte[] bytes) throws IOException {
        try (Socket client = relay.client()) {
            client.getOutputStream().write(bytes);
            return client.getInputStream().read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    @Test
    void aHelloMayComeByteByByteAndInManyRecords() throws Exception {
        try (Peer shop = named("shop");
                Peer all = named("all");
                Relayed relay = relay("- pool: all", shop, all)) {
            byte[] hello = hello("shop.example.com");
            byte[][] bytes = new byte[hello.length][];
            for (int i = 0; i < bytes.length; i++) bytes[i] = new byte[] {hello[i]};
            assertThat(greeted(relay, bytes)).isEqualTo(reply("shop", hello));
            byte[] split = records(hello, 7);
            assertThat(greeted(relay, split)).isEqualTo(reply("shop", split));
        }
    }

    /// The same message in records of that many bytes.
    private static byte[] records(byte[] hello, int size) {
        var out = new java.io.ByteArrayOutputStream();
        for (int at = 5; at < hello.length; at += size) {
            int length = Math.min(size, hello.length - at);
            out.writeBytes(new byte[] {22, 3, 1, 0, (byte) length});
            out.write(hello, at, length);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n", "SSH-2.0-x\r\n"})
    void whatIsNoHelloIsRefused(String words) throws Exception {
        try (Peer shop = named("shop");
                Peer all = named("all");
                Relayed relay = relay("- pool: all", shop, all)) {
            assertThat(cut(relay, words.getBytes(StandardCharsets.US_ASCII))).isTrue();
            Soon.until(() -> relay.ends("CB") == 1);
            assertThat(shop.served() + all.served()).isZero();
        }
    }

    @Test
    void whoDoesNotSayAHelloInTimeIsCut() throws Exception {
        try (Peer shop = named("shop");
                Peer all = named("all");
                Relayed relay = relay("- pool: all\n    timeout: {hello: 200ms}", shop, all)) {
            assertThat(cut(relay, Arrays.copyOf(hello("shop.example.com"), 40))).isTrue();
            Soon.until(() -> relay.ends("CT") == 1);
        }
    }

    @Test
    void damagedHellosHarmNobody() throws Exception {
        Random random = new Random(7);
        byte[] hello = hello("shop.example.com");
        try (Peer shop = named("shop");
                Peer all = named("all");
                Relayed relay = relay("- pool: all\n    timeout: {hello: 1s}", shop, all)) {
            for (int i = 0; i < 300; i++) {
                byte[] damaged = hello.clone();
                for (int n = random.nextInt(4); n >= 0; n--)
                    damaged[random.nextInt(Math.min(damaged.length, 160))] =
                            (byte) random.nextInt(256);
                greetedOrCut(relay, damaged);
            }
            assertThat(greeted(relay, hello)).isEqualTo(reply("shop", hello));
            Soon.until(() -> relay.open() == 0);
        }
    }

    private static void greetedOrCut(Relayed relay, byte[] bytes) throws IOException {
        try {
            String reply = greeted(relay, bytes);
            if (!reply.isEmpty()) assertThat(reply).endsWith(HexFormat.of().formatHex(bytes));
        } catch (java.net.SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    @Test
    void aHandshakeOfOpensslGoesThrough(@TempDir Path folder) throws Exception {
        String openssl = Program.find("openssl");
        String key = folder.resolve("key.pem").toString(),
                cert = folder.resolve("cert.pem").toString();
        Program.run(
                folder,
                List.of(
                        openssl,
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                        "-subj",
                        "/CN=shop.example.com",
                        "-keyout",
                        key,
                        "-out",
                        cert));
        int port = Ports.free();
        List<String> server =
                List.of(
                        openssl,
                        "s_server",
                        "-accept",
                        "127.0.0.1:" + port,
                        "-cert",
                        cert,
                        "-key",
                        key,
                        "-www");
        try (Program tls = Program.serving(port, folder, server);
                Relayed relay =
                        Relayed.of(
                                """
                                pools: {all: {members: ["127.0.0.1:%d"]}}
                                listeners:
                                  - bind: 127.0.0.1:0
                                    via: relay
                                    routes: [{match: {sni: [shop.example.com]}, pool: all}]
                                """
                                        .formatted(port))) {
            String curl = Program.find("curl");
            int at = relay.address().getPort();
            String url = "https://shop.example.com:" + at + "/";
            assertThat(
                            Program.run(
                                    folder,
                                    List.of(
                                            curl,
                                            "-sS",
                                            "--cacert",
                                            cert,
                                            "--connect-to",
                                            "::127.0.0.1:" + at,
                                            url)))
                    .contains("Ciphers supported in s_server binary");
            assertThat(tls.said()).contains("ACCEPT");
        }
    }
}
