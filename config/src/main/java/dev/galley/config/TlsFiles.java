// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.tls.Identity;
import dev.galley.config.tls.OcspResponse;
import dev.galley.config.tls.TicketKeys;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks into every file that a configuration names for TLS.
public final class TlsFiles {
    private final List<String> faults = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Instant now;

    private interface Look {
        void look() throws IOException;
    }

    private TlsFiles(Config config, Instant now) {
        this.now = now;
        config.pools().forEach((name, pool) -> members("pools." + name + ".tls", pool.tls()));
        for (int i = 0; i < config.listeners().size(); i++) {
            TlsConfig tls = config.listeners().get(i).tls();
            if (tls != null) listener("listeners[" + i + "].tls", tls);
        }
        AppConfig app = config.app();
        if (app != null && app.tls() != null) members("app.tls", app.tls().client());
        ClusterConfig cluster = config.cluster();
        if (cluster != null && cluster.tls() != null)
            members("cluster.tls", cluster.tls().client());
        if (cluster != null && cluster.coordination() != null)
            coordination("cluster.coordination.tls", cluster.coordination().tls());
    }

    /// What can't be used: a sentence each, which begins with the path of the key.
    public static List<String> faults(Config config) {
        return new TlsFiles(config, Instant.EPOCH).faults;
    }

    /// What can be used, but is not right: likewise.
    public static List<String> warnings(Config config, Instant now) {
        return new TlsFiles(config, now).warnings;
    }

    private void listener(String path, TlsConfig tls) {
        for (int i = 0; i < tls.certificates().size(); i++) {
            String at = path + ".certificates[" + i + "]";
            TlsConfig.Certificate certificate = tls.certificates().get(i);
            identity(at, certificate.cert(), certificate.key());
            String ocsp = certificate.ocsp();
            if (ocsp != null) look(at + ".ocsp", () -> OcspResponse.read(ocsp));
        }
        String ticketKeys = tls.ticketKeys();
        if (ticketKeys != null) look(path + ".ticket-keys", () -> TicketKeys.read(ticketKeys));
        TlsConfig.ClientCertificates client = tls.client();
        if (client != null) look(path + ".client.ca", () -> Identity.authorities(client.ca()));
    }

    private void members(String path, @Nullable MemberTlsConfig tls) {
        if (tls != null) files(path, tls.ca(), tls.cert(), tls.key());
    }

    private void coordination(String path, CoordinationConfig.@Nullable Tls tls) {
        if (tls != null) files(path, tls.ca(), tls.cert(), tls.key());
    }

    private void files(
            String path, @Nullable String ca, @Nullable String cert, @Nullable String key) {
        if (ca != null) look(path + ".ca", () -> Identity.authorities(ca));
        if (cert != null && key != null) identity(path, cert, key);
    }

    private void identity(String path, String cert, String key) {
        look(
                path,
                () -> {
                    String warning = Identity.read(cert, key).warning(now);
                    if (warning != null) warnings.add(path + ": " + warning);
                });
    }

    private void look(String path, Look look) {
        try {
            look.look();
        } catch (IOException e) {
            faults.add(path + " " + e.getMessage());
        }
    }
}
