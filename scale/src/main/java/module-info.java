// SPDX-License-Identifier: Apache-2.0
/// How many there should be of something that shares a load, and who starts and stops them.
@org.jspecify.annotations.NullMarked
module dev.galley.scale {
    requires static transitive org.jspecify;
    requires transitive dev.galley.cluster;
    requires transitive dev.galley.config;
    requires transitive dev.galley.pool;
    requires io.fabric8.kubernetes.client.jdkhttp;
    requires kubernetes.client.api;
    requires kubernetes.model.apps;
    requires kubernetes.model.common;
    requires kubernetes.model.core;

    exports dev.galley.scale;
}
