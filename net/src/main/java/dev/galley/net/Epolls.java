// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;

/// How epoll is set up.
final class Epolls {
    private Epolls() {}

    static IoHandlerFactory handler() {
        return Submissions.ruled(EpollIoHandler.newFactory(), Epolls::registered);
    }

    /// A connection that is paused and whose peer has closed its half wants to hear of nothing.
    /// Netty 4.2.18 then takes it out of the epoll set but forgets that it did, so that resuming
    /// it, or waiting for room to write, fails (ENOENT) and closes it. So it stays, edge-triggered:
    /// what the kernel tells of unasked (EPOLLHUP, EPOLLERR), it tells once.
    ///
    /// To be removed once Netty adds again what it has taken out.
    private static IoOps registered(Channel channel, IoOps asked) {
        return asked.equals(EpollIoOps.NONE) ? EpollIoOps.EPOLLET : asked;
    }
}
