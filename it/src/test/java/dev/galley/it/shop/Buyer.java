// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.shop;

import dev.galley.it.browser.Browser;
import dev.galley.it.browser.Chromedriver;
import java.net.URI;
import java.nio.file.Path;

/// Somebody who uses the page in a browser.
final class Buyer implements AutoCloseable {
    private final String name;
    private final Browser browser;

    private Buyer(String name, Browser browser) {
        this.name = name;
        this.browser = browser;
    }

    static Buyer comes(String name, Chromedriver driver, Path folder, URI page) {
        Buyer buyer = new Buyer(name, new Browser(driver, folder.resolve(name)).open(page));
        buyer.browser.sees("#shelf .card", "in stock");
        return buyer;
    }

    Browser browser() {
        return browser;
    }

    /// @param how `register` or `login`
    void enters(String how) {
        browser.click("#enter");
        browser.type("#login [name=name]", name);
        browser.type("#login [name=password]", "secret of " + name);
        browser.click("#login [value=" + how + "]");
        browser.sees("#user", name);
    }

    /// Clicks, and sees so many pieces in the cart.
    Buyer adds(String product, int pieces) {
        browser.click("[data-product=" + product + "] button");
        return has(product, pieces);
    }

    Buyer has(String product, int pieces) {
        browser.sees("[data-item=" + product + "] .pieces", "" + pieces);
        return this;
    }

    /// Sees who has logged in, and nothing that asks for it.
    Buyer isLoggedIn() {
        browser.sees("#user", name);
        if (!browser.texts("#enter").isEmpty() || !browser.texts("#door").isEmpty())
            throw new AssertionError("the page asks " + name + " to log in");
        return this;
    }

    void buys(String total) {
        browser.sees("#total", total);
        browser.click("#buy");
        browser.sees("#told", "Your order is placed").sees("#cart", "Nothing in it yet");
    }

    void goesTo(String section) {
        browser.click("nav [href='#" + section + "']");
    }

    @Override
    public void close() {
        browser.close();
    }
}
