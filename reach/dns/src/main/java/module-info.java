// SPDX-License-Identifier: Apache-2.0
/// An authoritative DNS server whose answers come from pools, and from zones beside them.
@org.jspecify.annotations.NullMarked
module dev.galley.reach.dns {
    requires static transitive org.jspecify;
    requires transitive dev.galley.net;

    exports dev.galley.reach.dns;
}
