// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Written;
import java.net.InetAddress;

/// An address as an interface has it, with the length of its network's prefix: `10.0.0.100/24`.
///
/// @param bits 1 to 32, or to 128
@Written(
        what = "an address with the length of its prefix",
        example = "10.0.0.100/24 or fd00::100/64",
        pattern = "([0-9]+(\\.[0-9]+){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)/[0-9]{1,3}")
public record InterfaceAddress(InetAddress address, int bits) {
    public InterfaceAddress {
        String text = IpAddress.text(address);
        if (bits < 1 || bits > address.getAddress().length * 8)
            throw new IllegalArgumentException("prefix length /" + bits + " does not fit " + text);
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isMulticastAddress())
            throw new IllegalArgumentException(text + " is no address that can move");
    }

    /// Reads what the file has. Names are never looked up.
    ///
    /// @throws IllegalArgumentException if it is none that an interface could share with another
    public static InterfaceAddress parse(String text) {
        int slash = text.indexOf('/');
        return new InterfaceAddress(
                Literal.parse(text.substring(0, slash)),
                Integer.parseInt(text.substring(slash + 1)));
    }

    @Override
    public String toString() {
        return IpAddress.text(address) + "/" + bits;
    }
}
