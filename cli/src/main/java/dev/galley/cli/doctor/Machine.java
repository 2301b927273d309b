// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli.doctor;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What there is to see of a machine, or of a network namespace on it.
public interface Machine {
    /// A link.
    ///
    /// @param mtu in bytes
    record Link(String name, int mtu, boolean loopback, List<Net> nets) {}

    /// An address of a link, with its prefix.
    ///
    /// @param address without a scope
    record Net(InetAddress address, int bits) {
        static Net of(InterfaceAddress address) {
            return new Net(address.getAddress(), address.getNetworkPrefixLength());
        }
    }

    /// What a file says; null: there is none, or it may not be read.
    @Nullable String file(String path);

    /// The links that are up.
    List<Link> links();

    /// Whether the linker finds a library of this name.
    boolean library(String name);

    /// A setting of the kernel; null: there is none.
    default @Nullable String sysctl(String name) {
        String text = file("/proc/sys/" + name.replace('.', '/'));
        return text == null ? null : text.strip();
    }
}
