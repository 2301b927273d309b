// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.Address;
import dev.galley.config.PoolConfig;
import dev.galley.it.net.Ports;
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
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

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
    void aSpringBootProgramServesAndAnotherCalls() throws Exception {
        String port = "--greeter.port=" + Ports.free();
        try (ConfigurableApplicationContext _ = run(SpringServing.class, port);
                ConfigurableApplicationContext caller = run(SpringCalling.class, port)) {
            assertThat(caller.getBean(Greeter.class).greet("Ann")).isEqualTo("Good morning, Ann");
        }
    }

    private static ConfigurableApplicationContext run(Class<?> program, String port) {
        // Spring would set up the logging of the other tests, too.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        return new SpringApplicationBuilder(program)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(port);
    }

    @Test
    void thePageShowsThoseLines() throws IOException {
        String page = Files.readString(PAGE);
        int spring = page.indexOf("## Spring");
        String plain = page.substring(page.indexOf("## Plain Java"), spring);
        assertShows(plain, "EmbeddingTest.java");
        assertShows(page.substring(spring), "SpringServing.java", "SpringCalling.java");
    }

    private static void assertShows(String section, String... files) throws IOException {
        List<String> shown =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(section)
                        .results()
                        .flatMap(block -> block.group(1).lines())
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
        List<String> runs = new ArrayList<>();
        for (String file : files)
            Files.readString(HERE.resolve(file)).lines().map(String::strip).forEach(runs::add);
        assertThat(shown).hasSizeGreaterThan(5);
        assertThat(runs).containsAll(shown);
    }
}
