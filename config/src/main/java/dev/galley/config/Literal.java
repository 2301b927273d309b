// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.net.InetAddress;
import java.util.regex.Pattern;

/// Literal addresses; names are never looked up.
final class Literal {
    /// Only digits and dots: meant as an IPv4 address, if it is one or not.
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+");

    /// The four decimal parts of RFC 3986, section 3.2.2; no octal, no fewer parts.
    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");

    private Literal() {}

    /// Whether `host` is meant as an address.
    static boolean looksLikeOne(String host) {
        return host.indexOf(':') >= 0 || NUMERIC.matcher(host).matches();
    }

    /// @throws IllegalArgumentException with a sentence, if it is none
    static InetAddress parse(String text) {
        if (text.indexOf(':') < 0 && !IPV4.matcher(text).matches())
            throw new IllegalArgumentException(text + " is no IPv4 address");
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(text + " is no IPv6 address", e);
        }
    }
}
