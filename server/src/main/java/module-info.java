// SPDX-License-Identifier: Apache-2.0
/// Wires everything together; it alone sees everything.
@org.jspecify.annotations.NullMarked
module dev.galley.server {
    requires static transitive org.jspecify;
    requires dev.galley.app;
    requires dev.galley.cli;
    requires dev.galley.compute;
    requires dev.galley.cluster;
    requires dev.galley.config;
    requires dev.galley.net;
    requires dev.galley.pool;
    requires dev.galley.reach.dns;
    requires dev.galley.reach.kernel;
    requires dev.galley.reach.proxy;
    requires dev.galley.rpc;
    requires dev.galley.rpc.processor;
    requires dev.galley.scale;
    requires dev.galley.sessions;
    requires dev.galley.web;
    requires java.logging;
    requires jdk.unsupported;

    exports dev.galley.server;
}
