// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How nodes speak TLS to each other, and to other callers.
public record AppTlsConfig(
        @Setting("A PEM file: the certificate of this node, and behind it those that signed it.")
                String cert,
        @Setting("A PEM file: its private key.") String key,
        @Setting("A PEM file: the authorities that nodes' certificates must be signed by.")
                String ca,
        @Setting(
                        value =
                                "The name that nodes must have a certificate for; absent: the host"
                                        + " of their bind.",
                        form = Form.HOST_NAME)
                @Nullable String name,
        @Setting(
                        value =
                                "Whether callers must have a certificate of these authorities as"
                                        + " well; its name is the caller's.",
                        byDefault = "true")
                boolean mutual) {
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);

    public AppTlsConfig {
        Rules.check(AppTlsConfig.class, cert, key, ca, name, mutual);
    }

    /// How a node speaks it to those who call.
    public TlsConfig server() {
        return new TlsConfig(
                List.of(new TlsConfig.Certificate(cert, key, null)),
                mutual ? new TlsConfig.ClientCertificates(ca, true) : null,
                null,
                HANDSHAKE);
    }

    /// How a node speaks it to those it calls.
    public MemberTlsConfig client() {
        return new MemberTlsConfig(ca, name, cert, key, true);
    }
}
