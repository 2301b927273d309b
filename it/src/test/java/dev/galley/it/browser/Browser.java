// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.browser;

import static org.awaitility.Awaitility.await;

import dev.galley.it.browser.Chromedriver.WebDriverException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import tools.jackson.databind.JsonNode;

/// A headless Chromium with a profile of its own, used as by its user: by what is seen, by clicks
/// and keys. Elements are named by CSS selectors; where one is not there yet, it is waited for.
public final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// For a machine without a screen, a sandbox, or a way to the Internet.
    private static final List<String> FLAGS =
            List.of(
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--disable-dev-shm-usage",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--window-size=1100,700");

    private final Chromedriver driver;
    private final String session;

    /// @param profile an empty folder
    public Browser(Chromedriver driver, Path profile) {
        this.driver = driver;
        List<String> flags = new ArrayList<>(FLAGS);
        flags.add("--user-data-dir=" + profile);
        Map<String, ?> options = Map.of("goog:chromeOptions", Map.of("args", flags));
        JsonNode created =
                driver.command(
                        "POST",
                        "/session",
                        Chromedriver.json(Map.of("capabilities", Map.of("alwaysMatch", options))));
        session = "/session/" + created.get("sessionId").asString();
    }

    private JsonNode command(String path, Map<String, ?> body) {
        return driver.command("POST", session + path, Chromedriver.json(body));
    }

    public Browser open(URI page) {
        command("/url", Map.of("url", page.toString()));
        return this;
    }

    public void reload() {
        command("/refresh", Map.of());
    }

    public void click(String css) {
        patiently(() -> command(element(css) + "/click", Map.of()));
    }

    /// Types `keys` into a field; a line's end is the key Enter.
    public void type(String css, String keys) {
        patiently(() -> command(element(css) + "/value", Map.of("text", keys)));
    }

    private String element(String css) {
        Map<String, String> how = Map.of("using", "css selector", "value", css);
        return "/element/" + command("/element", how).iterator().next().asString();
    }

    private static void patiently(Callable<?> act) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(() -> act.call() != null);
    }

    /// Waits until an element is in sight that has this text in it.
    public Browser sees(String css, String text) {
        await("\"%s\" in %s".formatted(text, css))
                .atMost(PATIENCE)
                .until(() -> texts(css).stream().anyMatch(seen -> seen.contains(text)));
        return this;
    }

    /// The texts of the elements that are in sight.
    public List<String> texts(String css) {
        String seen =
                "return [...document.querySelectorAll(arguments[0])]"
                        + ".filter(e => e.checkVisibility()).map(e => e.innerText)";
        return run(seen, css).values().stream().map(JsonNode::asString).toList();
    }

    /// Runs a script in the page.
    public JsonNode run(String script, Object... arguments) {
        return command("/execute/sync", Map.of("script", script, "args", arguments));
    }

    @Override
    public void close() {
        driver.command("DELETE", session, "");
    }
}
