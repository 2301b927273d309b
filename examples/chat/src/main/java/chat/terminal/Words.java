// SPDX-License-Identifier: Apache-2.0
package chat.terminal;

import chat.Message;
import chat.Recipient;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// How messages are written in a terminal.
final class Words {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
    private static final int REPLACEMENT = 0xfffd;

    /// What one picture is made of several by.
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private Words() {}

    static String line(Message message) {
        String time = TIME.format(message.sent().atZone(ZoneId.systemDefault()));
        String group =
                switch (message.to()) {
                    case Recipient.User _ -> "";
                    case Recipient.Group in -> "#" + in.name() + " ";
                    case Recipient.Everyone _ -> "to everybody, ";
                };
        return "%s %s%s: %s".formatted(time, group, message.from(), harmless(message.text()));
    }

    /// Without what a terminal would obey: of others' texts no escape sequence reaches it, and none
    /// that turns the direction of what follows.
    static String harmless(String text) {
        return text.codePoints()
                .map(c -> isHarmless(c) ? c : REPLACEMENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replace("\n", "\n      ");
    }

    private static boolean isHarmless(int c) {
        if (c == '\n' || c == '\t' || c == ZERO_WIDTH_JOINER) return true;
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    false;
            default -> true;
        };
    }
}
