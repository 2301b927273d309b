// SPDX-License-Identifier: Apache-2.0
/// Runs the modules of a program: those of this process, wired to each other and to those of other
/// processes.
@org.jspecify.annotations.NullMarked
module dev.galley.app {
    requires static transitive org.jspecify;
    requires transitive dev.galley.config;
    requires dev.galley.net;
    requires dev.galley.pool;
    requires dev.galley.rpc;

    exports dev.galley.app;
}
