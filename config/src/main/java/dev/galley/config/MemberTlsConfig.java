// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import org.jspecify.annotations.Nullable;

/// How members are spoken to by TLS.
public record MemberTlsConfig(
        @Setting(
                        "A PEM file: the authorities that a member's certificate must be signed"
                                + " by; absent: those of the JDK.")
                @Nullable String ca,
        @Setting(
                        value =
                                "The name that members are asked for, and must have a certificate"
                                        + " for; absent: the member's own host.",
                        form = Form.HOSTS)
                @Nullable String name,
        @Setting("A PEM file: the certificate shown to members; absent: none.")
                @Nullable String cert,
        @Setting("A PEM file: its private key.") @Nullable String key,
        @Setting(
                        value = "Whether a member's certificate and name are verified.",
                        byDefault = "true")
                boolean verify) {
    public MemberTlsConfig {
        Rules.check(MemberTlsConfig.class, ca, name, cert, key, verify);
        if (cert != null && key == null)
            throw new IllegalArgumentException("cert needs its key as well");
        if (key != null && cert == null)
            throw new IllegalArgumentException("key needs its cert as well");
        if (ca != null && !verify)
            throw new IllegalArgumentException("ca is of no use with verify: false");
        if (name != null && name.contains("*"))
            throw new IllegalArgumentException("name must be one name, such as web.internal");
    }
}
