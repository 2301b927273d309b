// SPDX-License-Identifier: Apache-2.0
package dev.galley.net.tls;

import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.List;

/// Mozilla's "intermediate" (ssl-config.mozilla.org, guidelines 5.7), and in front of its curves
/// the one that withstands quantum computers too; its DHE suites BoringSSL has no more.
final class Suites {
    private static final List<String> CIPHERS =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "ECDHE-ECDSA-AES128-GCM-SHA256",
                    "ECDHE-RSA-AES128-GCM-SHA256",
                    "ECDHE-ECDSA-AES256-GCM-SHA384",
                    "ECDHE-RSA-AES256-GCM-SHA384",
                    "ECDHE-ECDSA-CHACHA20-POLY1305",
                    "ECDHE-RSA-CHACHA20-POLY1305");
    private static final String[] GROUPS = {"X25519MLKEM768", "X25519", "P-256", "P-384"};

    private Suites() {}

    static SslContextBuilder on(SslContextBuilder builder) {
        return builder.sslProvider(SslProvider.OPENSSL_REFCNT)
                .protocols("TLSv1.2", "TLSv1.3")
                .ciphers(CIPHERS)
                .option(OpenSslContextOption.GROUPS, GROUPS.clone())
                .option(OpenSslContextOption.USE_TASKS, false);
    }
}
