// SPDX-License-Identifier: Apache-2.0
/// One heavy computation, spread over all that run a service.
@org.jspecify.annotations.NullMarked
module dev.galley.compute {
    requires static transitive org.jspecify;
    requires transitive dev.galley.rpc;
    requires transitive dev.galley.sessions;

    exports dev.galley.compute;
}
