// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// How a listener is kept open for others while it is flooded with SYNs that nobody completes.
public enum Syn {
    /// By whatever the kernel does by itself.
    OFF,
    /// By the cookies of the kernel's own TCP (RFC 4987, section 3.6), past connection tracking,
    /// whose table a flood would fill.
    COOKIES,
    /// By SYNPROXY: clients shake hands with the packet filter, and what listens hears only of
    /// those that completed it.
    PROXY
}
