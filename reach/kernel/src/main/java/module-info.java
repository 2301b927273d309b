// SPDX-License-Identifier: Apache-2.0
/// The kernel's ways to a pool: IPVS, nftables, and the virtual address, by netlink and FFM.
@org.jspecify.annotations.NullMarked
module dev.galley.reach.kernel {
    requires static transitive org.jspecify;
    requires transitive dev.galley.config;
    requires transitive dev.galley.pool;

    exports dev.galley.reach.kernel;
    exports dev.galley.reach.kernel.ipvs;
    exports dev.galley.reach.kernel.nft;
    exports dev.galley.reach.kernel.process;
    exports dev.galley.reach.kernel.vrrp;
}
