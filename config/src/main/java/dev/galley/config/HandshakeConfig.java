// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import org.jspecify.annotations.Nullable;

/// What a health check asks of a TLS handshake (RFC 8446, RFC 5246).
public record HandshakeConfig(
        @Setting(
                        value = "The name asked for (SNI); with ca, the certificate must bear it.",
                        form = Form.HOST_NAME)
                @Nullable String sni,
        @Setting(
                        value =
                                "Who must have signed the certificate: a PEM file of CA"
                                        + " certificates, or system for those that the JDK trusts;"
                                        + " absent: anyone.",
                        form = Form.LABEL)
                @Nullable String ca,
        @Setting(
                        value =
                                "Days for which the certificate must still be valid; absent: its"
                                        + " dates matter only to ca.",
                        min = "0",
                        max = "3650")
                @Nullable Integer minDays) {
    public HandshakeConfig {
        Rules.check(HandshakeConfig.class, sni, ca, minDays);
    }
}
