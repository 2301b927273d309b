// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Written;

/// A host and a port: `10.0.0.11:8080`, `[::1]:8080`, `web.internal:8080`; where one listens also
/// `:8080`, every address of the machine.
///
/// @param host a name or an address, without brackets; empty: every address
/// @param port 0 (any free one, where one listens) to 65535
@Written(
        what = "an address with a port",
        example = "10.0.0.11:8080, \"[::1]:8080\" or web.internal:8080",
        pattern =
                "(\\[[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?\\]"
                        + "|[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*|)"
                        + ":[0-9]{1,5}")
public record Address(String host, int port) {
    public Address {
        if (port < 0 || port > 65535)
            throw new IllegalArgumentException("port " + port + " is not in 0..65535");
    }

    /// Reads what the file has. Names are never looked up.
    ///
    /// @throws IllegalArgumentException if the host is meant as an address but is none, or the port
    ///   is too high
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon);
        if (host.startsWith("[")) host = host.substring(1, host.length() - 1);
        if (Literal.looksLikeOne(host)) Literal.parse(host);
        return new Address(host, Integer.parseInt(text.substring(colon + 1)));
    }

    /// Whether only this machine can connect to it; a name is looked up by nobody, and only
    /// `localhost` is taken for it (RFC 6761, section 6.3).
    public boolean isLoopback() {
        return Literal.looksLikeOne(host)
                ? Literal.parse(host).isLoopbackAddress()
                : host.equals("localhost");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
