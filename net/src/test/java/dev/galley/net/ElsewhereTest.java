// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.galley.config.Address;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Addresses that no machine has (RFC 5737, RFC 3849).
class ElsewhereTest {
    private static final InetAddress FOUR = InetAddress.ofLiteral("192.0.2.7");
    private static final InetAddress SIX = InetAddress.ofLiteral("2001:db8::7");

    /// Nobody's, and not of those that the kernel gives away.
    private static final int PORT = 29_997;

    private static Loops loops(Transport transport) {
        boolean usable = transport == Transport.EPOLL ? Epoll.isAvailable() : Rings.usable();
        assumeTrue(usable);
        return Loops.on(transport, 1);
    }

    private static Address address(InetAddress address) {
        return new Address(address.getHostAddress(), PORT);
    }

    private static Listener listen(Loops loops, InetAddress at) throws IOException {
        return Listener.bind(
                loops, address(at), Front.OPEN, _ -> new ChannelInboundHandlerAdapter());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NIO")
    void anAddressThatMayComeIsListenedOnBeforeItIsHere(Transport transport) throws IOException {
        try (Loops loops = loops(transport)) {
            loops.elsewhere(Set.of(FOUR, SIX));
            for (InetAddress at : new InetAddress[] {FOUR, SIX}) {
                var expected = new InetSocketAddress(at, PORT);
                try (Listener listener = listen(loops, at);
                        var relayed =
                                DatagramListener.bind(
                                        loops.datagrams(),
                                        address(at),
                                        _ -> new ChannelInboundHandlerAdapter())) {
                    assertThat(listener.address()).isEqualTo(expected);
                    assertThat(relayed.address()).isEqualTo(expected);
                }
                try (var asked =
                        Datagrams.bind(
                                loops, address(at), 512, _ -> new ChannelInboundHandlerAdapter())) {
                    assertThat(asked.address()).isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NIO")
    void anyOtherAddressMustBeHere(Transport transport) {
        try (Loops loops = loops(transport)) {
            loops.elsewhere(Set.of(SIX));
            assertThatThrownBy(() -> listen(loops, FOUR))
                    .hasMessage(
                            "cannot listen on 192.0.2.7:29997: this machine does not have that"
                                    + " address; see: ip address");
        }
    }
}
