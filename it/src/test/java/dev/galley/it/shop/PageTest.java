// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.browser.Chromedriver;
import dev.galley.it.health.Redis;
import dev.galley.it.rpc.Needs;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The shop as people see it in their browsers, through Galley's proxy.
@Needs({"chromium", "chromedriver", "redis-server", "../examples/shop/target/libraries"})
class PageTest {
    private static Chromedriver driver;
    @TempDir private Path folder;

    @BeforeAll
    static void start() throws Exception {
        driver = new Chromedriver();
    }

    @AfterAll
    static void end() {
        driver.close();
    }

    @Test
    void oneBuysAndAnotherShips() throws Exception {
        try (Shop shop = new Shop(folder, "single.yaml", Map.of()).start();
                Buyer ann = comes("ann", shop);
                Buyer root = comes("root", shop)) {
            aStrangerIsAskedToLogInAndBuys(ann);
            theOfficeSeesItAndShips(root);
            ann.goesTo("goods");
            ann.goesTo("orders");
            ann.browser().sees("#bought .state", "On its way");
            thePageSpeaksChinese(ann);
        }
    }

    private Buyer comes(String name, Shop shop) {
        return Buyer.comes(name, driver, folder, shop.page());
    }

    private static void aStrangerIsAskedToLogInAndBuys(Buyer ann) {
        ann.adds("tea", 1).adds("tea", 2).adds("compass", 1);
        ann.browser().click("#buy");
        ann.browser().sees("#trouble", "Please log in first").sees("#door", "Log in");
        ann.browser().click("#close");
        ann.enters("register");
        ann.has("tea", 2).buys("66.80");
        ann.browser().sees("[data-product=compass]", "11 in stock");
        ann.goesTo("orders");
        ann.browser().sees("#bought .order", "2 × Black tea").sees("#bought .state", "Placed");
        assertThat(ann.browser().texts("nav [href='#office']")).isEmpty();
    }

    private static void theOfficeSeesItAndShips(Buyer root) {
        root.enters("register");
        root.goesTo("office");
        root.browser().sees("#sums", "1 orders, €66.80").sees("#sales", "Compass");
        root.browser().sees("#open .order", "ann: 1 × Compass, 2 × Black tea");
        root.browser().click("#open button");
        root.browser().type("#put [name=id]", "bell");
        root.browser().type("#put [name=english]", "<b>Bell</b>");
        root.browser().type("#put [name=chinese]", "船钟");
        root.browser().type("#put [name=price]", "55\n");
        root.goesTo("goods");
        root.browser().reload();
        root.browser().sees("[data-product=bell]", "<b>Bell</b>");
        root.browser().sees("[data-product=bell]", "Sold out");
        root.browser().sees("[data-product=tea] .badge", "Popular");
    }

    private static void thePageSpeaksChinese(Buyer ann) {
        ann.browser().click("#language");
        ann.browser().sees("#name", "船上小铺").sees("#bought .state", "已发货");
        ann.browser().reload();
        ann.browser().sees("#cart", "购物车还是空的");
    }

    @Test
    @Timeout(180)
    void whenTheNodeIsKilledThatServedTheNextClickShowsTheSameCart() throws Exception {
        try (Shop shop = new Shop(folder, "cluster.yaml", Map.of()).start()) {
            aCartOutlivesWhoServedIt(shop);
        }
    }

    @Test
    @Timeout(180)
    void itDoesSoWithSessionsInRedis() throws Exception {
        try (Redis redis = new Redis(folder);
                Shop shop = new Shop(folder, "cluster.yaml", Shop.redis(redis.url())).start()) {
            aCartOutlivesWhoServedIt(shop);
        }
    }

    /// Who is killed is another node than that whose listener the browser uses.
    private void aCartOutlivesWhoServedIt(Shop shop) throws Exception {
        try (Buyer ann = comes("ann", shop)) {
            ann.enters("register");
            int mugs = 1;
            String served = shop.serves(() -> ann.adds("mug", 1));
            while (served.equals(Shop.NODES.getFirst())) {
                int more = ++mugs;
                served = shop.serves(() -> ann.adds("mug", more));
            }
            shop.kill(served);
            ann.adds("tea", 1);
            ann.has("mug", mugs).isLoggedIn();
            ann.browser().reload();
            ann.has("mug", mugs).has("tea", 1).isLoggedIn();
            ann.buys("");
        }
    }
}
