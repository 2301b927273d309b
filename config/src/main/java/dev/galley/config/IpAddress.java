// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Written;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.stream.Collectors;

/// An address without a port: `10.0.0.12` or `fe80::1`.
@Written(
        what = "an address",
        example = "10.0.0.12 or fd00::12",
        pattern = "[0-9]+(\\.[0-9]+){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
public record IpAddress(InetAddress address) {
    /// Reads what the file has. Names are never looked up.
    ///
    /// @throws IllegalArgumentException if it is none
    public static IpAddress parse(String text) {
        return new IpAddress(Literal.parse(text));
    }

    /// An address as people write it (RFC 5952): `fd00::12`; without a zone.
    public static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) return address.getHostAddress();
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++)
            groups[i] = (bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF);
        int start = 0, length = 0;
        for (int i = 0; i < 8; i++) {
            int zeros = zeros(groups, i);
            if (zeros > length) start = i;
            length = Math.max(length, zeros);
        }
        if (length < 2) return hex(groups, 0, 8);
        return hex(groups, 0, start) + "::" + hex(groups, start + length, 8);
    }

    private static int zeros(int[] groups, int from) {
        int to = from;
        while (to < groups.length && groups[to] == 0) to++;
        return to - from;
    }

    private static String hex(int[] groups, int from, int to) {
        return Arrays.stream(groups, from, to)
                .mapToObj(Integer::toHexString)
                .collect(Collectors.joining(":"));
    }

    @Override
    public String toString() {
        return text(address);
    }
}
