// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// What the `hash` policy hashes: `source`, `source-port`, `url` or `header:NAME`.
public sealed interface HashKey {
    /// The client's address.
    record Source() implements HashKey {}

    /// The client's address and port.
    record SourcePort() implements HashKey {}

    /// The path and query.
    record Url() implements HashKey {}

    /// The value of a request header.
    record Header(String name) implements HashKey {}
}
