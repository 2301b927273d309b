// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// A host and a port: `10.0.0.11:8080`, `[::1]:8080`, `web.internal:8080`; where one listens also
/// `:8080`, every address of the machine.
///
/// @param host a name or an address, without brackets; empty: every address
/// @param port 0 (any free one, where one listens) to 65535
public record Address(String host, int port) {
    public Address {
        if (port < 0 || port > 65535)
            throw new IllegalArgumentException("port " + port + " is not in 0..65535");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
