// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tidy;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Lines that a page shows as printed.
///
/// What differs from run to run is not compared: times, the numbers in the columns of a table, the
/// width of gaps, how many event loops there are and what they run on.
record Shown(List<String> lines) {
    private static final List<Same> SAME =
            List.of(
                    new Same("^(\\d{4}-\\d\\d-\\S+Z|\\d\\d:\\d\\d:\\d\\d) ", ""),
                    new Same("\\b\\d+(\\.\\d+)? ?(µs|ms|s|m|h|d)\\b", "TIME"),
                    new Same("(?<= {2})\\d+(?= {2}|$)", "N"),
                    new Same("\\d+ event loops?, (io_uring|epoll|nio)", "LOOPS"),
                    new Same(", (io_uring|epoll|nio),", ", TRANSPORT,"),
                    new Same("\\s+", " "));

    private record Same(Pattern differs, String word) {
        Same(String differs, String word) {
            this(Pattern.compile(differs), word);
        }
    }

    /// Whether that, and nothing else, was printed.
    boolean isAllOf(String printed) {
        return lines.isEmpty() || plain(lines).equals(plain(printed.lines().toList()));
    }

    /// Whether that was printed among other lines.
    boolean isIn(String printed) {
        return ("\n" + plain(printed.lines().toList()) + "\n").contains("\n" + plain(lines) + "\n");
    }

    private static String plain(List<String> lines) {
        return lines.stream().map(Shown::plain).collect(Collectors.joining("\n"));
    }

    private static String plain(String line) {
        String plain = line;
        for (Same same : SAME) {
            plain = same.differs.matcher(plain).replaceAll(same.word);
        }
        return plain.strip();
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
