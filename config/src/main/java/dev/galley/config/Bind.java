// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Written;

/// Where a listener listens: an address, for TCP, or with `/udp` behind it for UDP.
@Written(
        what = "an address to listen on",
        example = "\":8080\", \"127.0.0.1:8080\", \"[::]:8080\" or \":53/udp\"",
        pattern =
                "(\\[[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?\\]"
                        + "|[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*|)"
                        + ":[0-9]{1,5}(/udp)?")
public record Bind(Address address, boolean udp) {
    private static final String UDP = "/udp";

    /// Reads what the file has.
    ///
    /// @throws IllegalArgumentException as [Address#parse]
    public static Bind parse(String text) {
        boolean udp = text.endsWith(UDP);
        String address = udp ? text.substring(0, text.length() - UDP.length()) : text;
        return new Bind(Address.parse(address), udp);
    }

    /// The same host with the port that was found, where the file leaves it open.
    public Bind at(int port) {
        return new Bind(new Address(address.host(), port), udp);
    }

    @Override
    public String toString() {
        return udp ? address + UDP : address.toString();
    }
}
