// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Environment variables in a value: `${NAME}`; `${NAME:-default}` where it may be unset or empty;
/// `$${` for a `${` that stays. What a variable holds is not looked into again.
final class Variables {
    private static final Pattern REFERENCE =
            Pattern.compile("(\\$\\$\\{)|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?\\}|(\\$\\{)");

    private Variables() {}

    /// @throws IllegalArgumentException with a sentence, if a variable is unset or a reference is
    ///   none
    static String replace(String text, Map<String, String> env) {
        return text.contains("${")
                ? REFERENCE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(value(m, env)))
                : text;
    }

    private static String value(MatchResult m, Map<String, String> env) {
        if (m.group(1) != null) return "${";
        if (m.group(5) != null)
            throw new IllegalArgumentException(
                    "${ begins no variable; write ${NAME} or ${NAME:-default}, or $${ for a plain"
                            + " ${");
        String name = m.group(2), fallback = m.group(4), found = env.get(name);
        if (fallback != null) return found == null || found.isEmpty() ? fallback : found;
        if (found == null)
            throw new IllegalArgumentException(
                    "the environment has no variable "
                            + name
                            + "; set it, or write ${"
                            + name
                            + ":-default}");
        return found;
    }
}
