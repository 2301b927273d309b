// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

/// A network interface, as it is now.
final class Link {
    private final String name;
    private final int index;
    private final byte[] mac;
    private final boolean up;

    /// @param mac six bytes; other lengths have no neighbours that could be told anything
    /// @param up whether it is switched on and has a carrier
    Link(String name, int index, byte[] mac, boolean up) {
        this.name = name;
        this.index = index;
        this.mac = mac;
        this.up = up;
    }

    String name() {
        return name;
    }

    int index() {
        return index;
    }

    byte[] mac() {
        return mac;
    }

    boolean up() {
        return up;
    }
}
