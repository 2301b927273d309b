// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.shop;

import dev.galley.it.rpc.Needs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Nodes die while people buy; with one of them the process that has the database open. What
/// befalls nodes with a database beside them, in every run, is in {@link FaultsTest}.
@Needs("../examples/shop/target/libraries")
class LossTest {
    private static final int CUSTOMERS = 6;

    @TempDir private Path folder;

    @Test
    @Tag("long")
    @Timeout(300)
    void whenNodesAreKilledNoOrderAndNoCartIsLostOrDoubled() throws Exception {
        try (Shop shop = new Shop(folder, "distributed-cluster.yaml", Map.of()).start();
                Customer root = Customer.comes(shop.page(), "root")) {
            List<Customer> customers = new ArrayList<>();
            for (int i = 0; i < CUSTOMERS; i++)
                customers.add(Customer.comes(shop.page(), "customer-" + i));
            Ledger ledger = new Ledger(customers, root);
            ledger.begin();
            ledger.goesOn(CUSTOMERS);
            shop.kill("two");
            ledger.goesOn(3 * CUSTOMERS);
            shop.restart("two");
            ledger.goesOn(3 * CUSTOMERS);
            shop.kill("three");
            ledger.goesOn(3 * CUSTOMERS);
            ledger.ends();
            ledger.agreesWith(root);
            customers.forEach(Customer::close);
        }
    }
}
