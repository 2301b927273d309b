// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Setting;

/// A line a request. A bare path is short for `{file: PATH}`.
public record AccessLogConfig(
        @Setting(
                        value = "Where to: a path, or \"-\" (in quotes) for standard output.",
                        byDefault = "\"-\"",
                        bare = true)
                String file,
        @Setting(
                        value =
                                "json, or combined (the combined log format and the termination"
                                        + " code).",
                        byDefault = "combined")
                Format format) {
    public AccessLogConfig {
        if (file.isBlank()) throw new IllegalArgumentException("file must not be empty");
    }

    /// The form of a line.
    public enum Format {
        JSON,
        COMBINED
    }
}
