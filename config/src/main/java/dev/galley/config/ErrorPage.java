// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.util.List;

/// The body of an answer that Galley makes itself.
public record ErrorPage(
        @Setting("For these status codes.") List<StatusRange> status,
        @Setting(value = "Its media type.", byDefault = "text/html; charset=utf-8")
                String contentType,
        @Setting("The body.") String body) {}
