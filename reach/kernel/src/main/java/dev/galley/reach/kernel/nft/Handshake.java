// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import java.io.IOException;
import java.net.NetworkInterface;
import java.util.stream.Stream;

/// What SYNPROXY promises to clients in the place of a listener, which must keep it.
///
/// @param mss the largest segment over IPv4, in bytes; over IPv6 20 less
/// @param scale the window's, by which the listener will multiply: 0 to 14 (RFC 7323, section 2)
record Handshake(int mss, int scale) {
    private static final int ETHERNET = 1500, HEADERS = 40, LEAST = 576;

    int mss4() {
        return mss;
    }

    int mss6() {
        return mss - 20;
    }

    /// That of TCP on this machine.
    static Handshake ofThisMachine() throws NftException {
        String[] received = Sysctl.read("net.ipv4.tcp_rmem").split("\\s+", -1);
        String most = Sysctl.read("net.core.rmem_max");
        try {
            long window = Long.parseLong(received[received.length - 1]);
            int scale = scale(Math.max(window, Long.parseLong(most)));
            return new Handshake(mtu() - HEADERS, scale);
        } catch (IOException | NumberFormatException e) {
            throw new NftException("cannot tell how large TCP's windows are: " + e.getMessage());
        }
    }

    /// As the kernel chooses it (tcp_select_initial_window).
    ///
    /// @param window the largest, in bytes
    static int scale(long window) {
        int log = 63 - Long.numberOfLeadingZeros(Math.max(1, window));
        return Math.clamp(log - 15L, 0, 14);
    }

    private static int mtu() throws IOException {
        int least = ETHERNET;
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            for (NetworkInterface one : all.toList())
                if (one.isUp() && !one.isLoopback()) least = Math.min(least, one.getMTU());
        }
        return Math.max(LEAST, least);
    }
}
