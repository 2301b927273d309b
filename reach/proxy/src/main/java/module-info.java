// SPDX-License-Identifier: Apache-2.0
/// The HTTP reverse proxy: HTTP/1 on both sides, streamed; and the relay of TCP and UDP: both on
/// event loops.
@org.jspecify.annotations.NullMarked
module dev.galley.reach.proxy {
    requires static transitive org.jspecify;
    requires transitive dev.galley.net;

    exports dev.galley.reach.proxy;
    exports dev.galley.reach.proxy.relay;
}
