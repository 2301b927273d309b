// SPDX-License-Identifier: Apache-2.0
package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.rpc.CallException;
import java.util.regex.Pattern;

/// How long and how many things may be. Who breaks a limit is told which.
public final class Limits {
    /// Friends of a user, groups of a user, members of a group.
    public static final int EACH = 1000;

    /// Messages that are kept for a user.
    public static final int KEPT = 1000;

    /// Messages that are acknowledged at once.
    public static final int ACKNOWLEDGED = 100;

    /// Characters of a message.
    public static final int TEXT = 4000;

    /// Characters at least, and bytes at the most, which are what bcrypt looks at.
    private static final int PASSWORD_LEAST = 8, PASSWORD_MOST = 72;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{1,31}");

    private Limits() {}

    /// The name of a user or a group, or fails with `bad-name`.
    public static String name(String name) {
        if (NAME.matcher(name).matches()) return name;
        throw CallException.failed(
                "bad-name", "a name is 2 to 32 of a-z, 0-9, - and _, and begins with a letter");
    }

    /// A password, or fails with `bad-password`.
    public static String password(String password) {
        boolean fits =
                password.length() >= PASSWORD_LEAST
                        && password.getBytes(UTF_8).length <= PASSWORD_MOST;
        if (fits) return password;
        throw CallException.failed(
                "bad-password", "a password has 8 characters or more, and at most 72 bytes");
    }

    /// The text of a message, or fails with `bad-text`.
    public static String text(String text) {
        if (!text.isBlank() && text.length() <= TEXT && text.indexOf(0) < 0) return text;
        throw CallException.failed(
                "bad-text", "a text has 1 to " + TEXT + " characters, none of them NUL");
    }
}
