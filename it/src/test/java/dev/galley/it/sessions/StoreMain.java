// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.config.Config;
import dev.galley.sessions.SessionException;
import dev.galley.sessions.SessionStore;
import dev.galley.sessions.SessionStore.Versioned;
import dev.galley.sessions.SessionStores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.Map;

/// A process that has a store, and does with it what it reads: `create ID NUMBER`, `get ID`, `add
/// ID` (one, if nobody was faster), `remove ID`, `ready`. Ends with its input.
final class StoreMain {
    private static final Duration LIFE = Duration.ofMinutes(5);

    private StoreMain() {}

    /// Runs it.
    ///
    /// @param args the section `sessions` of the file
    public static void main(String[] args) throws IOException {
        Config config = Config.parse("galley.yaml", "sessions: " + args[0], Map.of());
        SessionStore store = SessionStores.open(config.sessions(), null);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        System.out.println("> opened");
        String line;
        while ((line = in.readLine()) != null) System.out.println("> " + answer(store, line));
        System.exit(0);
    }

    private static String answer(SessionStore store, String line) {
        String[] words = line.split(" ", -1);
        try {
            return switch (words[0]) {
                case "create" -> "" + (store.create(words[1], words[2].getBytes(UTF_8), LIFE) > 0);
                case "get" -> text(store.get(words[1]));
                case "add" -> add(store, words[1]);
                case "remove" -> {
                    store.remove(words[1]);
                    yield "done";
                }
                default -> "" + store.ready();
            };
        } catch (SessionException e) {
            return (e.maybeDone() ? "maybe " : "refused ") + e.getMessage().lines().findFirst();
        }
    }

    private static String add(SessionStore store, String id) {
        Versioned found = store.get(id);
        if (found == null) return "none";
        String next = "" + (Long.parseLong(text(found)) + 1);
        return store.replace(id, found.version(), next.getBytes(UTF_8), LIFE) > 0 ? next : "lost";
    }

    private static String text(Versioned found) {
        return found == null ? "none" : new String(found.value(), UTF_8);
    }
}
