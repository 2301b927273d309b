// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a listener speaks TLS to its clients.
public record TlsConfig(
        @Setting(
                        value =
                                "The certificates; a client gets the one for the name that it asks"
                                        + " for, else the first.",
                        min = "1",
                        max = "1000")
                List<Certificate> certificates,
        @Setting("Client certificates; absent: none is asked for.")
                @Nullable ClientCertificates client,
        @Setting(
                        "A file of keys for session tickets, 80 bytes each, to be shared by"
                                + " processes; the first encrypts. Absent: keys of its own.")
                @Nullable String ticketKeys,
        @Setting(
                        value = "How long a client may take for the handshake.",
                        byDefault = "10s",
                        min = "1ms",
                        max = "1d")
                Duration handshake) {
    public TlsConfig {
        Rules.check(TlsConfig.class, certificates, client, ticketKeys, handshake);
    }

    /// A certificate and its key.
    public record Certificate(
            @Setting("A PEM file: the certificate, and behind it those that signed it.")
                    String cert,
            @Setting("A PEM file: its private key.") String key,
            @Setting(
                            "A DER file: the responder's newest answer about it (OCSP), for clients"
                                    + " that ask.")
                    @Nullable String ocsp) {
        public Certificate {
            Rules.check(Certificate.class, cert, key, ocsp);
        }
    }

    /// What is asked of clients.
    public record ClientCertificates(
            @Setting("A PEM file: the authorities that client certificates must be signed by.")
                    String ca,
            @Setting(
                            value = "Whether a client without a certificate is refused.",
                            byDefault = "true")
                    boolean required) {
        public ClientCertificates {
            Rules.check(ClientCertificates.class, ca, required);
        }
    }
}
