// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Written;

/// What the `hash` policy hashes: `source`, `source-port`, `url` or `header:NAME`.
@Written(
        what = "a hash key",
        example = "source, source-port, url or header:X-User",
        pattern = "source|source-port|url|header:[!#$%&'*+.^_`|~0-9A-Za-z-]+")
public sealed interface HashKey {
    /// The client's address.
    record Source() implements HashKey {}

    /// The client's address and port.
    record SourcePort() implements HashKey {}

    /// The path and query.
    record Url() implements HashKey {}

    /// The value of a request header.
    record Header(String name) implements HashKey {}

    /// Reads what the file has.
    static HashKey parse(String text) {
        return switch (text) {
            case "source" -> new Source();
            case "source-port" -> new SourcePort();
            case "url" -> new Url();
            default -> new Header(text.substring("header:".length()));
        };
    }
}
