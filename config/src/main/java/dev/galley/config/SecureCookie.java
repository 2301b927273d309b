// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// Whether a cookie comes by TLS alone (RFC 6265, section 5.2.5).
public enum SecureCookie {
    AUTO,
    ALWAYS,
    NEVER
}
