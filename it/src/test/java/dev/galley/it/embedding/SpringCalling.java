// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.embedding;

import dev.galley.config.Address;
import dev.galley.config.PoolConfig;
import dev.galley.net.Loops;
import dev.galley.pool.Pool;
import dev.galley.rpc.client.Client;
import dev.galley.rpc.client.Options;
import dev.galley.rpc.wire.Terms;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Bean;

/// A program that calls, as docs/embedding.md shows it.
@SpringBootConfiguration(proxyBeanMethods = false)
class SpringCalling {
    @Bean
    Loops loops() {
        return Loops.start(1);
    }

    @Bean
    Client client(Loops loops, @Value("${greeter.port}") int port) {
        PoolConfig where = PoolConfig.of(new Address("127.0.0.1", port));
        Pool pool = new Pool("greeter", where, loops.writers());
        return new Client(loops, pool, Options.of(Terms.of("web")));
    }

    @Bean
    Greeter greeter(Client client) {
        return GreeterContract.CONTRACT.stub(client);
    }
}
