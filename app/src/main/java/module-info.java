// SPDX-License-Identifier: Apache-2.0
/// Runs the modules of a program: those of this process, wired to each other and to those of other
/// processes.
@org.jspecify.annotations.NullMarked
module dev.galley.app {
    requires static transitive org.jspecify;
    requires transitive dev.galley.config;
    requires transitive dev.galley.net;
    requires transitive dev.galley.pool;
    requires transitive dev.galley.rpc;

    exports dev.galley.app;
}
