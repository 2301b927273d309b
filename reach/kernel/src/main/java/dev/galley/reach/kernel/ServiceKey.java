// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

import dev.galley.config.Bind;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// What the kernel knows a service by: the address and port that clients send to, and the protocol,
/// TCP or UDP.
public record ServiceKey(InetSocketAddress address, boolean udp) {
    /// Of a listener in the kernel.
    ///
    /// @param bind with a literal address
    public static ServiceKey of(Bind bind) {
        InetAddress host = InetAddress.ofLiteral(bind.address().host());
        return new ServiceKey(new InetSocketAddress(host, bind.address().port()), bind.udp());
    }

    public boolean isIpv6() {
        return address.getAddress() instanceof Inet6Address;
    }

    /// As in the file: `10.0.0.100:53/udp`.
    @Override
    public String toString() {
        return text(address) + (udp ? "/udp" : "");
    }

    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
