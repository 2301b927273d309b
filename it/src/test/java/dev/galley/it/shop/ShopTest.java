// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.shop;

import dev.galley.it.rpc.Needs;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
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
    @ValueSource(strings = {"single", "distributed"})
    void itDoesTheSameInOneProcessAndInMany(String stage) throws Exception {
        does(stage);
    }

    /// In every run PageTest and LossTest have these two.
    @ParameterizedTest
    @Tag("long")
    @Timeout(180)
    @ValueSource(strings = {"cluster", "distributed-cluster"})
    void itDoesTheSameInAClusterToo(String stage) throws Exception {
        does(stage);
    }

    private void does(String stage) throws Exception {
        try (Shop shop = new Shop(folder, stage + ".yaml", Map.of()).start()) {
            Story.happens(shop.page());
        }
    }

    @Test
    @Tag("long")
    void itDoesTheSameOverABadNetworkBetweenItsModules() throws Exception {
        try (Shop shop = new Shop(folder, "single.yaml", Map.of(), "--paranoid=11").start()) {
            Story.happens(shop.page());
        }
    }
}
