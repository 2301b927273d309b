// SPDX-License-Identifier: Apache-2.0
/// What the nodes of a cluster agree on: members, roles, services, settings. ZooKeeper and Curator
/// lie in the class path, for two of their jars share packages, which named modules cannot.
@org.jspecify.annotations.NullMarked
module dev.galley.cluster {
    requires static transitive org.jspecify;
    requires transitive dev.galley.config;
    requires dev.galley.rpc;

    exports dev.galley.cluster;
    exports dev.galley.cluster.local;
    exports dev.galley.cluster.placement;
    exports dev.galley.cluster.trust;
    exports dev.galley.cluster.upgrade;
    exports dev.galley.cluster.zookeeper;
}
