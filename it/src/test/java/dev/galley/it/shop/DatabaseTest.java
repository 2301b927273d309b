// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.galley.config.ListenerConfig;
import dev.galley.it.app.Example;
import dev.galley.it.health.Needs;
import dev.galley.it.health.Postgres;
import dev.galley.it.health.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The shop on a PostgreSQL and its replica, behind Galley's relay; health checks tell which is
/// which.
@Needs("pg_ctlcluster")
class DatabaseTest {
    private static final String ACCESS =
            "host all all 127.0.0.1/32 trust\nhost replication all 127.0.0.1/32 trust";

    @TempDir private Path folder;

    @Test
    @Timeout(120)
    void whenThePrimaryDiesAndTheReplicaIsPromotedNoOrderIsLostOrDoubled() throws Exception {
        assumeTrue(Files.exists(Shop.JAR), "there is no jar yet: mvn verify builds it");
        try (Postgres first = new Postgres();
                Program primary = first.start(ACCESS, "-c", "synchronous_standby_names=*");
                Postgres second = Postgres.following(primary);
                Program replica = second.start(ACCESS);
                Example relay = relay(primary, replica)) {
            relay.start();
            try (Shop shop = new Shop(folder, "single.yaml", databases(relay)).start();
                    Customer root = Customer.comes(shop.page(), "root")) {
                List<Customer> customers = new ArrayList<>();
                for (int i = 0; i < 4; i++)
                    customers.add(Customer.comes(shop.page(), "customer-" + i));
                Ledger ledger = new Ledger(customers, root);
                ledger.begin();
                ledger.goesOn(20);
                reportsComeFromTheReplica(root);
                dies(primary);
                second.promote();
                ledger.goesOn(20);
                ledger.ends();
                ledger.agreesWith(root);
                customers.forEach(Customer::close);
            }
        }
    }

    /// At once, as by a crash.
    private static void dies(Program postgres) {
        postgres.close();
    }

    private Example relay(Program primary, Program replica) throws Exception {
        Path own = Files.createDirectory(folder.resolve("relay"));
        Map<String, String> replaced =
                Map.of(
                        "user: galley", "user: owner",
                        "127.0.0.1:5432", address(primary),
                        "127.0.0.1:5433", address(replica));
        return new Example(own, Shop.EXAMPLE.resolve("database.yaml"), replaced);
    }

    private static String address(Program postgres) {
        return "127.0.0.1:" + postgres.address().getPort();
    }

    private static Map<String, String> databases(Example relay) {
        List<String> urls =
                relay.config().listeners().stream()
                        .map(ListenerConfig::bind)
                        .map(bind ->
                                "jdbc:postgresql://%s/postgres?user=owner"
                                        .formatted(bind.address()))
                        .toList();
        return Shop.database(urls.getFirst(), urls.getLast());
    }

    private static void reportsComeFromTheReplica(Customer root) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(root.persistently(() -> root.office().report(1)).orders())
                                .isGreaterThanOrEqualTo(20));
    }
}
