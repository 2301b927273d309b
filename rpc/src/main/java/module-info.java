// SPDX-License-Identifier: Apache-2.0
/// Calls between modules: the contract, its codecs, and the wire.
@org.jspecify.annotations.NullMarked
module dev.galley.rpc {
    requires static transitive java.compiler; // for @Generated in generated code
    requires static transitive org.jspecify;
    requires transitive dev.galley.net;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.codec.http2;

    exports dev.galley.rpc;
    exports dev.galley.rpc.client;
    exports dev.galley.rpc.codec;
    exports dev.galley.rpc.http;
    exports dev.galley.rpc.server;
    exports dev.galley.rpc.wire;
}
