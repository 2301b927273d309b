// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tidy;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The output of a command as a page shows it.
record Shown(List<String> lines) {
    private static final Pattern TIME = Pattern.compile("\\b\\d+(\\.\\d+)? ?(µs|ms|s|m|h|d)\\b");

    boolean matches(String printed) {
        String pattern =
                lines.stream()
                        .map(line -> line.equals("…") ? "(.*\n)*" : line(line))
                        .collect(Collectors.joining());
        return printed.lines()
                .map(Shown::plain)
                .collect(Collectors.joining("\n", "", "\n"))
                .matches(pattern.isEmpty() ? "(.*\n)*" : pattern);
    }

    private static String line(String line) {
        return Pattern.quote(plain(line)).replace("…", "\\E.*\\Q") + "\n";
    }

    /// The line without what differs from run to run.
    private static String plain(String line) {
        return TIME.matcher(line).replaceAll("TIME").strip().replaceAll("\\s+", " ");
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
