// SPDX-License-Identifier: Apache-2.0
/// Event loops, the transports under them, listeners, the PROXY protocol, and TLS.
@org.jspecify.annotations.NullMarked
module dev.galley.net {
    requires static transitive org.jspecify;
    requires transitive dev.galley.pool;
    requires transitive io.netty.transport;
    requires transitive io.netty.buffer;
    requires transitive io.netty.common;
    requires transitive io.netty.handler;
    requires io.netty.tcnative.classes.openssl;
    requires io.netty.transport.unix.common;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.classes.io_uring;

    exports dev.galley.net;
    exports dev.galley.net.tls;
}
