// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import org.jspecify.annotations.Nullable;

/// What a health check asks of a TLS handshake (RFC 8446, RFC 5246). The names are those of
/// [MemberTlsConfig].
public record HandshakeConfig(
        @Setting(
                        value = "The name that the member is asked for; absent: its own host.",
                        form = Form.HOST_NAME)
                @Nullable String name,
        @Setting(value = "Whether the certificate and its name are verified.", byDefault = "false")
                boolean verify,
        @Setting(
                        value =
                                "A PEM file: the authorities that the certificate must be signed"
                                        + " by; absent: those of the JDK.",
                        form = Form.LABEL)
                @Nullable String ca,
        @Setting(
                        value =
                                "Days for which the certificate must still be valid; absent: only"
                                        + " verify looks at its dates.",
                        min = "0",
                        max = "3650")
                @Nullable Integer minDays) {
    public HandshakeConfig {
        Rules.check(HandshakeConfig.class, name, verify, ca, minDays);
        if (ca != null && !verify)
            throw new IllegalArgumentException("ca is of no use without verify: true");
    }
}
