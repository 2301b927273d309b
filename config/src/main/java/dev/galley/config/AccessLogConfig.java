// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// A line a request. A bare path is short for `{file: PATH}`.
public record AccessLogConfig(
        @Setting(value = "Where to: a path, or - for standard output.", byDefault = "-")
                String file,
        @Setting(
                        value =
                                "json, or combined (the combined log format and the termination code).",
                        byDefault = "combined")
                Format format) {
    /// The form of a line.
    public enum Format {
        JSON,
        COMBINED
    }
}
