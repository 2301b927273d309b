// SPDX-License-Identifier: Apache-2.0
/// State that outlives the process that made it, by session: in process, replicated, or in Redis.
@org.jspecify.annotations.NullMarked
module dev.galley.sessions {
    requires static transitive org.jspecify;
    requires transitive dev.galley.rpc;

    exports dev.galley.sessions;
}
