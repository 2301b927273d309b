// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.util.Comparator;

/// One thing that is wrong with a file.
///
/// @param file as the caller named it
/// @param line from 1; 0: the file as a whole
/// @param column from 1, in code points
/// @param path `pools.web.members[0].weight`; empty: the file as a whole
/// @param message what is wrong, and what would be right
public record Problem(String file, int line, int column, String path, String message)
        implements Comparable<Problem> {
    private static final Comparator<Problem> BY_PLACE =
            Comparator.comparing(Problem::file)
                    .thenComparingInt(Problem::line)
                    .thenComparingInt(Problem::column)
                    .thenComparing(Problem::path)
                    .thenComparing(Problem::message);

    /// A problem is one line, whatever the file holds.
    public Problem {
        path = path.replaceAll("\\p{Cntrl}", "?");
        message = message.replaceAll("\\p{Cntrl}", "?");
    }

    @Override
    public int compareTo(Problem other) {
        return BY_PLACE.compare(this, other);
    }

    /// `galley.yaml:12:7: pools.web.health.interval: "5 sec" is not a duration; ...`
    @Override
    public String toString() {
        String place = line == 0 ? file : file + ":" + line + ":" + column;
        return place + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
