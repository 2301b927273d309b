// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.embedding;

import dev.galley.config.Address;
import dev.galley.net.Front;
import dev.galley.net.Loops;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.wire.Terms;
import dev.galley.rpc.wire.WireFace;
import java.io.IOException;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Bean;

/// A program that serves, as docs/embedding.md shows it.
@SpringBootConfiguration(proxyBeanMethods = false)
class SpringServing {
    @Bean
    Loops loops() {
        return Loops.start(1);
    }

    @Bean
    Greeter greeter() {
        return new Polite();
    }

    @Bean
    Server server(Loops loops, Greeter greeter, @Value("${greeter.port}") int port)
            throws IOException {
        Server server = new Server(loops, List.of(new WireFace(Terms.of("greeter"))));
        server.serve(GreeterContract.CONTRACT.bind(greeter));
        server.bind(new Address("127.0.0.1", port), Front.OPEN);
        return server;
    }
}
