// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import dev.galley.config.AppTlsConfig;
import dev.galley.net.Front;
import dev.galley.net.Loops;
import dev.galley.net.tls.TlsClient;
import dev.galley.net.tls.TlsServer;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/// TLS as a node speaks it, to those who call it and to those it calls.
record NodeTls(TlsServer server, TlsClient client) implements AutoCloseable {
    /// Best first: gRPC needs the one, JSON is content with the other.
    private static final List<String> APPLICATIONS = List.of("h2", "http/1.1");

    /// Handshakes at a time.
    private static final int MOST_ENTERING = 1000;

    /// @throws AppException if a file can't be used
    static NodeTls of(AppTlsConfig config, Loops loops) throws AppException {
        try {
            TlsClient client = new TlsClient(config.client(), loops::afterAll);
            TlsServer server =
                    TlsServer.following(null, config.server(), APPLICATIONS, loops::afterAll);
            return new NodeTls(Objects.requireNonNull(server), client);
        } catch (IOException e) {
            throw new AppException("app.tls: " + e.getMessage());
        }
    }

    Front front() {
        return new Front(List.of(), server.patience(), MOST_ENTERING, server, "");
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
