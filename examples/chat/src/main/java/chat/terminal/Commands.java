// SPDX-License-Identifier: Apache-2.0
package chat.terminal;

import chat.Groups.Group;
import dev.galley.rpc.CallException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What can be typed.
final class Commands {
    private final Map<String, Command> known = new LinkedHashMap<>();
    private final Client client;
    private final Screen screen;

    /// One of them.
    ///
    /// @param words what follows its name; the last one is all the rest of the line
    /// @param needed how many of them must be there
    private record Command(List<String> words, int needed, String help, Action action) {}

    private interface Action {
        /// @param words as many as were typed, at the most those that are known
        void run(String[] words);
    }

    Commands(Client client, Screen screen) {
        this.client = client;
        this.screen = screen;
        add("/register NAME [PASSWORD]", "become a user, and log in", this::register);
        add("/login NAME [PASSWORD]", "log in", w -> client.login(w[0], password(w)));
        add("/logout", "log out", _ -> client.logout());
        add("/friends", "list your friends", _ -> friends());
        add("/friend NAME", "add a friend", w -> client.friends.add(client.token(), w[0]));
        add("/unfriend NAME", "remove one", w -> client.friends.remove(client.token(), w[0]));
        add("/groups", "list your groups", _ -> groups());
        add("/group NAME", "make a group", w -> client.groups.create(client.token(), w[0]));
        add("/join GROUP", "join a group", w -> client.groups.join(client.token(), w[0]));
        add("/leave GROUP", "leave a group", w -> client.groups.leave(client.token(), w[0]));
        add("/members GROUP", "list its members", w -> members(w[0]));
        add("/remove GROUP NAME", "remove a member of your group", this::remove);
        add("/msg TO TEXT", "send to a NAME or a #GROUP", w -> client.send(w[0], w[1]));
        add("/talk TO", "send every line without a command there", w -> client.talk(w[0]));
        add("/announce TEXT", "send to everybody, as an admin", w -> client.announce(w[0]));
        add("/help", "list all this", _ -> help());
        add("/quit", "end", _ -> {});
    }

    private void add(String usage, String help, Action action) {
        List<String> words = List.of(usage.split(" "));
        List<String> parameters = words.subList(1, words.size());
        int needed = (int) parameters.stream().filter(word -> !word.startsWith("[")).count();
        known.put(words.getFirst(), new Command(parameters, needed, help, action));
    }

    /// Does what a line says.
    ///
    /// @return whether there is more to come
    boolean run(String line) {
        try {
            if (line.startsWith("/")) command(line);
            else if (!line.isBlank()) client.send(line);
        } catch (CallException e) {
            screen.tell(Style.ERROR, Words.harmless("! " + e.getMessage()));
        }
        return !line.strip().equals("/quit");
    }

    private void command(String line) {
        String[] parts = line.strip().split("\\s+", 2);
        Command command = known.get(parts[0]);
        if (command == null) throw wrong("there is no " + parts[0] + "; /help lists all");
        String[] words = words(parts.length == 1 ? "" : parts[1], command.words().size());
        if (words.length < command.needed()) throw wrong(usage(parts[0], command));
        command.action().run(words);
    }

    private static String[] words(String rest, int most) {
        if (rest.isEmpty()) return new String[0];
        return most == 0 ? new String[] {rest} : rest.split("\\s+", most);
    }

    private static CallException wrong(String why) {
        return CallException.failed("bad-command", why);
    }

    private static String usage(String name, Command command) {
        return name + " " + String.join(" ", command.words());
    }

    private void register(String[] words) {
        String password = password(words);
        client.users.register(words[0], password);
        client.login(words[0], password);
    }

    private String password(String[] words) {
        if (words.length > 1) return words[1];
        String typed = screen.secret("password: ");
        return typed == null ? "" : typed;
    }

    private void friends() {
        list(client.friends.list(client.token()));
    }

    private void groups() {
        list(client.groups.list(client.token()).stream().map(Commands::line).toList());
    }

    private static String line(Group group) {
        return "#%s, owned by %s".formatted(group.name(), group.owner());
    }

    private void members(String group) {
        list(client.groups.members(client.token(), group));
    }

    private void remove(String[] words) {
        client.groups.remove(client.token(), words[0], words[1]);
    }

    private void list(List<String> lines) {
        if (lines.isEmpty()) screen.tell(Style.NOTE, "none");
        else lines.forEach(line -> screen.tell(Style.MESSAGE, line));
    }

    private void help() {
        known.forEach((name, command) ->
                screen.tell(
                        Style.NOTE,
                        "%-27s %s".formatted(usage(name, command).strip(), command.help())));
    }
}
