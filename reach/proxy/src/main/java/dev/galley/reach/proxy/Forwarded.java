// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import java.net.Inet6Address;
import java.net.InetAddress;

/// The Forwarded header field (RFC 7239).
final class Forwarded {
    private Forwarded() {}

    /// The line that this proxy adds, CRLF within. Several lines are one list, so that what a
    /// trusted peer said stays as it is, before it.
    static String line(Client client, RequestHead in) {
        StringBuilder line =
                new StringBuilder("Forwarded: for=").append(node(client.source().getAddress()));
        if (in.authorityTo > 0)
            line.append(";host=\"").append(in.text(in.hostFrom, in.authorityTo)).append('"');
        return line.append(";proto=").append(client.identity().scheme()).append("\r\n").toString();
    }

    private static String node(InetAddress address) {
        String host = address.getHostAddress();
        return address instanceof Inet6Address ? "\"[" + host + "]\"" : host;
    }
}
