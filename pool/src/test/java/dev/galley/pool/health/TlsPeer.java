// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/// A TLS server with a certificate of its own, for shop.example.com, that answers HTTP requests.
/// One virtual thread a connection.
final class TlsPeer implements AutoCloseable {
    private static final char[] PASSWORD = "secret".toCharArray();

    private final SSLServerSocket listener;

    /// The certificate, which signs itself, in PEM.
    final Path certificate;

    /// The names that were asked for (SNI), one a connection; "-" for none.
    final List<String> names = new CopyOnWriteArrayList<>();

    /// @param validity of the certificate, for keytool: `-validity 30`
    TlsPeer(Path folder, String validity) throws IOException, GeneralSecurityException {
        KeyStore keys = keys(folder.resolve("keys" + validity.hashCode()), validity);
        byte[] der = keys.getCertificate("me").getEncoded();
        String pem =
                "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                        .formatted(Base64.getMimeEncoder().encodeToString(der));
        certificate = Files.writeString(folder.resolve("ca" + validity.hashCode()), pem);
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        listener =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    private static KeyStore keys(Path file, String validity)
            throws IOException, GeneralSecurityException {
        List<String> command = new ArrayList<>();
        Collections.addAll(
                command,
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "me",
                "-keyalg",
                "EC",
                "-dname",
                "CN=galley",
                "-ext",
                "san=dns:shop.example.com",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD));
        Collections.addAll(command, validity.split(" ", -1));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!Files.exists(file)) throw new IOException(said);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket socket = (SSLSocket) listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(SSLSocket socket) {
        try (socket) {
            socket.startHandshake();
            var asked = ((ExtendedSSLSession) socket.getSession()).getRequestedServerNames();
            names.add(
                    asked.isEmpty()
                            ? "-"
                            : new String(asked.getFirst().getEncoded(), StandardCharsets.US_ASCII));
            if (socket.getInputStream().read() < 0) return;
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\n\r\nwell".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            // The checker has what it wanted.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
