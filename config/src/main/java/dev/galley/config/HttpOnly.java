// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// Whether scripts of a page are kept from a cookie (RFC 6265, section 5.2.6).
public enum HttpOnly {
    ON,
    OFF
}
