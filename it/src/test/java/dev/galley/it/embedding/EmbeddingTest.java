// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.Address;
import dev.galley.config.PoolConfig;
import dev.galley.net.Front;
import dev.galley.net.Loops;
import dev.galley.pool.Pool;
import dev.galley.rpc.client.Client;
import dev.galley.rpc.client.Options;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.wire.Terms;
import dev.galley.rpc.wire.WireFace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What docs/embedding.md shows of plain Java is what stands and runs here.
class EmbeddingTest {
    private static final Path PAGE = Path.of("../docs/embedding.md");
    private static final Path HERE = Path.of("src/test/java/dev/galley/it/embedding");

    @Test
    void aServiceIsServedAndCalledWithoutTheRuntime() throws Exception {
        try (Loops loops = Loops.start(1)) {
            Server server = new Server(loops, List.of(new WireFace(Terms.of("greeter"))));
            server.serve(GreeterContract.CONTRACT.bind(new Polite()));
            server.bind(new Address("127.0.0.1", 0), Front.OPEN);

            PoolConfig where = PoolConfig.of(new Address("127.0.0.1", server.address().getPort()));
            Pool pool = new Pool("greeter", where, loops.writers());
            Client client = new Client(loops, pool, Options.of(Terms.of("caller")));
            Greeter greeter = GreeterContract.CONTRACT.stub(client);

            assertThat(greeter.greet("Ann")).isEqualTo("Good morning, Ann");
            client.close();
            server.close();
        }
    }

    @Test
    void thePageShowsThoseLines() throws IOException {
        String page = Files.readString(PAGE);
        String plain = page.substring(page.indexOf("## Plain Java"), page.indexOf("## Spring"));
        String source = Files.readString(HERE.resolve("EmbeddingTest.java"));
        List<String> shown =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(plain)
                        .results()
                        .flatMap(block -> block.group(1).lines())
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
        List<String> runs = source.lines().map(String::strip).toList();
        assertThat(shown).hasSizeGreaterThan(5);
        assertThat(runs).containsAll(shown);
    }
}
