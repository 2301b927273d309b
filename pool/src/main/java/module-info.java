// SPDX-License-Identifier: Apache-2.0
/// The heart: members that do the same job, which of them serve, and which one serves now.
@org.jspecify.annotations.NullMarked
module dev.galley.pool {
    requires static transitive org.jspecify;
    requires transitive dev.galley.config;
    requires org.dnsjava;

    exports dev.galley.pool;
    exports dev.galley.pool.health;
    exports dev.galley.pool.persistence;
}
