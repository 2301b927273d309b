// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// Whether a cookie comes with requests that other sites cause (RFC 6265bis, section 5.4.7).
public enum SameSite {
    LAX,
    STRICT,
    NONE
}
