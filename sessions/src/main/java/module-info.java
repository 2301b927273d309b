// SPDX-License-Identifier: Apache-2.0
/// State that outlives the process that made it, by session: in process, replicated, or in Redis.
@org.jspecify.annotations.NullMarked
module dev.galley.sessions {
    requires static transitive org.jspecify;
    requires static transitive jakarta.servlet; // for those who have one
    requires transitive dev.galley.config;
    requires transitive dev.galley.rpc;
    requires infinispan.core;
    requires infinispan.commons;
    requires jgroups;
    requires lettuce.core;

    exports dev.galley.sessions;
    exports dev.galley.sessions.redis;
    exports dev.galley.sessions.replicated;
    exports dev.galley.sessions.servlet;
}
