// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.shop;

import dev.galley.it.rpc.Needs;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The shop does the same in all stages.
@Needs("../examples/shop/target/libraries")
class ShopTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @Timeout(180)
    @ValueSource(strings = {"single", "cluster", "distributed", "distributed-cluster"})
    void itDoesTheSameInEachStage(String stage) throws Exception {
        try (Shop shop = new Shop(folder, stage + ".yaml", Map.of()).start()) {
            Story.happens(shop.page());
        }
    }

    @Test
    void itDoesTheSameOverABadNetworkBetweenItsModules() throws Exception {
        try (Shop shop = new Shop(folder, "single.yaml", Map.of(), "--paranoid=11").start()) {
            Story.happens(shop.page());
        }
    }
}
