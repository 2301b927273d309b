// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.chat;

import dev.galley.it.browser.Browser;
import dev.galley.it.browser.Chromedriver;
import java.net.URI;
import java.nio.file.Path;

/// Somebody who uses the page in a browser.
final class Guest implements AutoCloseable {
    private static final String PASSWORD = "secret of ";

    private final String name;
    private final Browser browser;

    private Guest(String name, Browser browser) {
        this.name = name;
        this.browser = browser;
    }

    /// Opens the page and registers.
    static Guest comes(String name, Chromedriver driver, Path folder, URI page) {
        Guest guest = new Guest(name, new Browser(driver, folder.resolve(name)).open(page));
        guest.browser.click("label:has([value=register])");
        guest.enters();
        return guest;
    }

    Browser browser() {
        return browser;
    }

    private void enters() {
        browser.type("#enter [name=name]", name);
        browser.type("#enter [name=password]", PASSWORD + name);
        browser.click("#enter [name=go]");
        browser.sees("#me", name).sees("#house .link", "Online");
    }

    void leaves() {
        browser.click("#exit");
        browser.sees("#door", "Log in");
    }

    void comesBack() {
        browser.click("label:has([value=login])");
        enters();
    }

    void befriends(String other) {
        browser.type("#befriend input", other + "\n");
        opened(other);
    }

    void makesGroup(String group) {
        browser.type("#group input", group);
        browser.click("#group [value=create]");
        opened(group);
    }

    void joins(String group) {
        browser.type("#group input", group);
        browser.click("#group [value=join]");
        opened(group);
    }

    /// Opens a conversation that is listed.
    ///
    /// @param key `user NAME` or `group NAME`
    void opens(String key) {
        browser.click("[data-key='" + key + "']");
        opened(key.split(" ", 2)[1]);
    }

    private void opened(String name) {
        browser.sees("#with", name);
    }

    /// Writes into the conversation that is open, and sees that it was sent.
    void says(String text) {
        writes(text);
        browser.sees(".mine:not(.pending)", text);
    }

    void writes(String text) {
        browser.type("#write textarea", text + "\n");
    }

    /// In the conversation that is open.
    Guest hears(String text) {
        browser.sees(".message:not(.mine)", text);
        return this;
    }

    /// Sees that so many messages are unread.
    void hasUnread(String key, int count) {
        browser.sees("[data-key='" + key + "'] .count", "" + count);
    }

    @Override
    public void close() {
        browser.close();
    }
}
