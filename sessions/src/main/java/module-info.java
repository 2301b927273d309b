// SPDX-License-Identifier: Apache-2.0
/// State that outlives the process that made it, by session: in process, replicated, or in Redis.
///
/// Infinispan's jars are no modules, and cannot be; so it and its kind are read from the class
/// path.
@org.jspecify.annotations.NullMarked
module dev.galley.sessions {
    requires static transitive org.jspecify;
    requires static jakarta.servlet; // for those who have one
    requires static java.management; // what Infinispan and Tomcat speak of
    requires java.logging;
    requires static java.sql; // which Infinispan's interfaces name
    requires transitive dev.galley.config;
    requires transitive dev.galley.rpc;

    exports dev.galley.sessions;
    exports dev.galley.sessions.redis;
    exports dev.galley.sessions.replicated;
    exports dev.galley.sessions.servlet;
    exports dev.galley.sessions.sticky;
}
