// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import io.netty.buffer.ByteBuf;

/// Bytes both ways after 101 (RFC 9110 section 7.8), until both sides have ended, or neither says a
/// thing for too long. Belongs to its exchange.
final class Tunnel {
    private boolean open;
    private boolean clientEnded;
    private boolean memberEnded;

    void clear() {
        open = clientEnded = memberEnded = false;
    }

    boolean open() {
        return open;
    }

    void open(Client client, Upstream member, Site site) {
        open = true;
        member.unhurried();
        client.flush();
        client.tunnel(System.nanoTime() + site.tunnelNanos);
        client.resume();
        ByteBuf early = client.takeIn();
        if (early == null) return;
        member.write(early);
        member.flush();
    }

    void toMember(Client client, Upstream member, ByteBuf bytes, Site site) {
        client.tunnel(System.nanoTime() + site.tunnelNanos);
        member.write(bytes);
        member.flush();
        if (member.full()) client.pause();
    }

    void toClient(Client client, Upstream member, ByteBuf bytes, Site site) {
        client.tunnel(System.nanoTime() + site.tunnelNanos);
        client.write(bytes);
        if (client.full()) member.pause();
    }

    /// The client has ended its side.
    ///
    /// @return whether the other side goes on
    boolean clientEnded() {
        clientEnded = true;
        return !memberEnded;
    }

    /// The member has ended its side.
    ///
    /// @return whether the other side goes on
    boolean memberEnded() {
        memberEnded = true;
        return !clientEnded;
    }
}
