// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// Sends the client elsewhere. A bare string is short for `{to: STRING}`.
public record RedirectConfig(
        @Setting(
                        "Where: a URL or a path; ${host}, ${path} and ${query} stand for the request's own.")
                String to,
        @Setting(value = "301, 302, 303, 307 or 308.", byDefault = "302") int status) {}
