// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// The header lines that tell members of the client.
public enum Forwarding {
    X_FORWARDED,
    RFC7239,
    BOTH
}
