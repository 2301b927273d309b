// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import java.io.IOException;
import java.util.stream.Collectors;

/// The packet filter can't be had, or refused; the message says what was asked and what to do.
public final class NftException extends IOException {
    private static final long serialVersionUID = 1;

    public NftException(String message) {
        super(message);
    }

    /// What nftables said, in a sentence for whoever runs Galley.
    ///
    /// @param said the library's own words, several lines perhaps
    static NftException refused(String said) {
        String first = said.lines().limit(2).collect(Collectors.joining("; "));
        if (said.contains("Operation not permitted"))
            return new NftException(
                    "nftables refused: run as root, or with the capability CAP_NET_ADMIN ("
                            + first
                            + ")");
        if (said.contains("flags owner") || said.contains("Operation not supported"))
            return new NftException(
                    "nftables refused: it needs Linux 5.12 or later, with nf_tables ("
                            + first
                            + ")");
        return new NftException("nftables refused: " + first);
    }
}
