// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.bind.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ConfigMutationTest {
    private static final int FILES = 2_000;
    private static final List<String> PIECES =
            List.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    ": ",
                    "- ",
                    "*",
                    "&a ",
                    "*a",
                    "!x ",
                    "\"",
                    "'",
                    "\n",
                    "  ",
                    "${",
                    "${X}",
                    "#",
                    "|",
                    ">",
                    "? ",
                    "null",
                    "-1",
                    "99999999999",
                    "\t",
                    "\u0000",
                    "é",
                    "\uD83D\uDE00",
                    "\uD83D",
                    "%",
                    "@",
                    "<<",
                    "---\n",
                    "type: ",
                    "5s");

    private final SplittableRandom random = new SplittableRandom(20260101);

    @Test
    void aBrokenFileIsRefusedWithProblemsInTheFileAndNothingElseIsThrown() {
        int refused = 0;
        for (int i = 0; i < FILES; i++) refused += isRefused(mutated(ConfigTest.WHOLE)) ? 1 : 0;
        assertThat(refused).isBetween(FILES / 2, FILES - 1);
    }

    @Test
    void aValueOfAnyLengthIsRefusedWithoutAStackOverflow() {
        for (String part : List.of("a.", "1.", "::", "/a", "1d", "${host}", "A-", "[", "a:")) {
            String value = '"' + part.repeat(20_000) + '"';
            for (String yaml : List.of("drain: %s", "admin: %s", "admin: {token: %s}", ROUTE))
                assertThat(isRefused(yaml.formatted(value))).isTrue();
        }
    }

    private static final String ROUTE =
            "listeners: [{bind: ':1', routes: [{match: {host: %1$s, path: %1$s, method: %1$s},"
                    + " redirect: %1$s}]}]";

    private static boolean isRefused(String yaml) {
        try {
            Config.parse("f", yaml, Map.of("TOKEN", "s3cret"));
            return false;
        } catch (ConfigException e) {
            long lines = yaml.lines().count() + 1;
            assertThat(e.problems())
                    .isNotEmpty()
                    .allMatch(p -> p.line() >= 1 && p.line() <= lines && p.column() >= 1);
            return true;
        }
    }

    private String mutated(String text) {
        for (int times = random.nextInt(1, 4); times > 0; times--) text = mutation().apply(text);
        return text;
    }

    private UnaryOperator<String> mutation() {
        return switch (random.nextInt(4)) {
            case 0 -> this::insert;
            case 1 -> this::delete;
            case 2 -> this::swapLines;
            default -> this::change;
        };
    }

    private String insert(String text) {
        return new StringBuilder(text)
                .insert(place(text), PIECES.get(random.nextInt(PIECES.size())))
                .toString();
    }

    private String delete(String text) {
        int from = place(text);
        int to = Math.min(text.length(), from + random.nextInt(1, 20));
        return text.substring(0, from) + text.substring(to);
    }

    private String swapLines(String text) {
        String[] lines = text.split("\n", -1);
        int a = random.nextInt(lines.length), b = random.nextInt(lines.length);
        String line = lines[a];
        lines[a] = lines[b];
        lines[b] = line;
        return String.join("\n", lines);
    }

    private String change(String text) {
        var changed = new StringBuilder(text);
        if (!text.isEmpty())
            changed.setCharAt(random.nextInt(text.length()), (char) random.nextInt(9, 127));
        return changed.toString();
    }

    private int place(String text) {
        return random.nextInt(text.length() + 1);
    }
}
