// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.util.List;
import java.util.stream.Collectors;

/// A file that cannot be used, and all the reasons. The message has one line a problem, for a user
/// to read; the stack trace is of no use to anybody and is left out.
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    /// @param problems one or more
    public ConfigException(List<Problem> problems) {
        super(
                problems.stream().map(Problem::toString).collect(Collectors.joining("\n")),
                null,
                false,
                false);
        this.problems = List.copyOf(problems);
    }

    /// The problems in the order of the file.
    public List<Problem> problems() {
        return problems;
    }
}
