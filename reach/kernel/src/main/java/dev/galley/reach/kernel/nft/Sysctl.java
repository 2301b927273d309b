// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The kernel's settings, those of this network namespace.
final class Sysctl {
    private static final int LONGEST = 4096;

    private Sysctl() {}

    /// @param name `net.ipv4.tcp_rmem`
    /// @throws NftException if there is none of that name, or it may not be read
    static String read(String name) throws NftException {
        // In one read: a second one, further on, would find the end (proc_dointvec), so that
        // Files.readString gives one character.
        try (var in = new FileInputStream("/proc/sys/" + name.replace('.', '/'))) {
            byte[] text = new byte[LONGEST];
            int length = Math.max(0, in.read(text));
            return new String(text, 0, length, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new NftException("cannot read the setting " + name + ": " + e.getMessage());
        }
    }
}
