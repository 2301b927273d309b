// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.util.Map;

/// A fixed answer.
public record RespondConfig(
        @Setting(value = "Its status code.", byDefault = "200") int status,
        @Setting("Its header lines.") Map<String, String> headers,
        @Setting(value = "Its body.", byDefault = "\"\"") String body) {}
