// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A certificate authority, run by openssl in a folder of its own.
final class Authority {
    static final String EC = "ec -pkeyopt ec_paramgen_curve:P-256", RSA = "rsa:2048";

    private final Path folder;
    private int count;

    /// A certificate and its key.
    record Pair(Path cert, Path key) {
        /// As an entry of `certificates`.
        String yaml() {
            return "{cert: " + cert + ", key: " + key + "}";
        }
    }

    Authority(Path parent) {
        try {
            folder = Files.createTempDirectory(parent, "ca-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program.must(
                "openssl req -x509 -nodes -days 90 -subj /CN=test-ca -newkey %s -keyout %s -out %s"
                        .formatted(EC, file("ca.key"), file("ca.pem")));
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Path certificate() {
        return file("ca.pem");
    }

    /// A certificate for these names, as `DNS:a.example.com,IP:127.0.0.1`.
    Pair issue(String kind, String names) {
        Pair pair = new Pair(file(++count + ".pem"), file(count + ".key"));
        Program.must(
                ("openssl req -x509 -nodes -days 90 -subj /CN=leaf-%d -newkey %s -keyout %s -out %s"
                                + " -CA %s -CAkey %s -addext subjectAltName=%s"
                                + " -addext basicConstraints=critical,CA:FALSE")
                        .formatted(
                                count,
                                kind,
                                pair.key(),
                                pair.cert(),
                                file("ca.pem"),
                                file("ca.key"),
                                names));
        return pair;
    }

    /// The responder's answer that a certificate of this authority is good.
    Path ocsp(Pair pair) {
        String serial =
                Program.must("openssl x509 -noout -serial -in " + pair.cert()).strip().substring(7);
        try {
            Files.writeString(
                    file("index.txt"), "V\t401231235959Z\t\t" + serial + "\tunknown\t/CN=leaf\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path request = file("request.der"), response = file("response.der");
        Program.must(
                "openssl ocsp -issuer %s -cert %s -reqout %s -no_nonce"
                        .formatted(certificate(), pair.cert(), request));
        Program.must(
                "openssl ocsp -index %s -rsigner %s -rkey %s -CA %s -reqin %s -respout %s -ndays 1"
                        .formatted(
                                file("index.txt"),
                                certificate(),
                                file("ca.key"),
                                certificate(),
                                request,
                                response));
        return response;
    }
}
