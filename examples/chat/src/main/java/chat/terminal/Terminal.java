// SPDX-License-Identifier: Apache-2.0
package chat.terminal;

import dev.galley.rpc.CallException;
import java.net.URI;

/// The chat in a terminal, or, if its input is no terminal, driven by lines:
///
///     printf '/login ann secret-of-ann\n/msg bob hello\n' | terminal http://127.0.0.1:8080
public final class Terminal {
    private Terminal() {}

    /// Talks to the chat until the input ends.
    ///
    /// @param arguments where the chat is, as a browser is told; by default on this machine
    public static void main(String[] arguments) {
        URI page = URI.create(arguments.length == 0 ? "http://127.0.0.1:8080" : arguments[0]);
        try (Screen screen = Screen.open();
                Link link = new Link(socket(page))) {
            run(screen, new Client(link, screen));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static URI socket(URI page) {
        String scheme = String.valueOf(page.getScheme());
        if (!scheme.matches("https?") || page.getAuthority() == null)
            throw new IllegalArgumentException(
                    page + " is not where a chat is, such as http://127.0.0.1:8080");
        return URI.create(scheme.replace("http", "ws") + "://" + page.getAuthority() + "/socket");
    }

    private static void run(Screen screen, Client client) {
        Commands commands = new Commands(client, screen);
        screen.tell(Style.NOTE, "/help lists what can be typed");
        for (String line; (line = screen.read(client.prompt())) != null; )
            if (!commands.run(line)) break;
        try {
            client.logout();
        } catch (CallException e) {
            screen.tell(Style.ERROR, "! " + e.getMessage());
        }
    }
}
