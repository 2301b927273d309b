// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.Address;
import dev.galley.net.Front;
import dev.galley.net.Loops;
import dev.galley.rpc.http.Http1Face;
import dev.galley.rpc.http.Http2Face;
import dev.galley.rpc.server.Gate;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.wire.Terms;
import dev.galley.rpc.wire.WireFace;
import java.io.IOException;
import java.util.List;

/// {@link Echo} served by all faces on one port.
final class Faces implements AutoCloseable {
    final Loops loops = Loops.start(2);
    final Server server;

    Faces(Echo service, Terms terms, int most) throws IOException {
        this(service, terms, most, Front.OPEN);
    }

    Faces(Echo service, Terms terms, int most, Front front) throws IOException {
        server =
                new Server(
                        loops,
                        List.of(new WireFace(terms), new Http1Face(terms), new Http2Face(terms)),
                        new Gate(1, most, most));
        server.serve(EchoContract.CONTRACT.bind(service)).bind(new Address("127.0.0.1", 0), front);
    }

    static Faces of(Echo service) throws IOException {
        return new Faces(service, Terms.of("server"), 1000);
    }

    int port() {
        return server.address().getPort();
    }

    void servesADecentClient() throws IOException {
        try (RawClient client = new RawClient(port())) {
            client.send(RawClient.post("/Echo/last", "{\"name\":\"ann\"}"));
            assertThat(client.response()).isEqualTo("200 {}");
        }
    }

    @Override
    public void close() {
        server.close();
        loops.close();
    }
}
