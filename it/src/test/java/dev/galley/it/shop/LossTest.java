// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.shop;

import dev.galley.it.health.Redis;
import dev.galley.it.rpc.Needs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Nodes die while people buy; with one of them the process that has the database open.
@Needs({"redis-server", "../examples/shop/target/libraries"})
class LossTest {
    private static final int CUSTOMERS = 6;

    @TempDir private Path folder;

    @Test
    @Timeout(150)
    void whenOneNodeOfEachKindIsKilledNoOrderAndNoCartIsLostOrDoubled() throws Exception {
        try (Redis redis = new Redis(folder);
                Shop shop =
                        new Shop(folder, "distributed-cluster.yaml", Shop.sessions(redis.url()))
                                .start();
                Customer root = Customer.comes(shop.page(), "root")) {
            List<Customer> customers = new ArrayList<>();
            for (int i = 0; i < CUSTOMERS; i++)
                customers.add(Customer.comes(shop.page(), "customer-" + i));
            Ledger ledger = new Ledger(customers, root);
            ledger.begin();
            ledger.goesOn(CUSTOMERS);
            for (String node : List.of("store-1", "front-2", "office-1", "front-1")) {
                if (node.equals("front-1")) shop.restart("front-2");
                shop.kill(node);
                ledger.goesOn(CUSTOMERS);
            }
            ledger.ends();
            ledger.agreesWith(root);
            customers.forEach(Customer::close);
        }
    }
}
