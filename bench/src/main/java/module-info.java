// SPDX-License-Identifier: Apache-2.0
/// What the hot paths cost.
@org.jspecify.annotations.NullMarked
module dev.galley.bench {
    requires static transitive org.jspecify;
    requires com.google.protobuf;
    requires dev.galley.config;
    requires dev.galley.pool;
    requires dev.galley.rpc;
    requires dev.galley.scale;
    requires io.grpc;
    requires io.grpc.netty.shaded;
    requires io.grpc.stub;
    requires jdk.httpserver;
    requires jdk.management;
    requires jmh.core;
}
